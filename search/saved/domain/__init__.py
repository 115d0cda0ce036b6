"""Keeping and ending searches, and telling what is new."""
