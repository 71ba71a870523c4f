"""All published missions at once, in the memory of the process: which have which value, and in which order.

A set of missions is one integer with a bit for each mission, so that any selection and the counts
of all choices beside it are a few `&`, `|` and `bit_count()`.
"""
