"""Organisations, their members, the directory and the exhibitor's desk."""
