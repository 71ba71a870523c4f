"""Tokens that say where a word stands: a sign before it that no text or query holds.

A name stands in the index once more as one token, so that what is called so is looked up, and what
begins so as well; and so does each token of a title.
"""

NAME, TITLE, SPACE = "¦", "†", "·"
LONGEST = 200  # characters of a name that count


def name(folded):
    """A folded name as one token, or its beginning."""
    return NAME + folded[:LONGEST].replace(" ", SPACE)
