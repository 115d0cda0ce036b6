"""Finished public pages, kept in front of Django and dropped when what they were built from changes."""
