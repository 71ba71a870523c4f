"""Whole public pages, kept in front of Django and given out as long as the content is the same."""
