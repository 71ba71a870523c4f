"""The same pages as a good Django engineer writes them in a day: what the site's speed is compared with.

django-filter, crispy forms, select_related and prefetch_related; no cache, no precomputed numbers. Of
the site it takes the models, the words on them and the looks; its views, filters and templates are its own.
"""
