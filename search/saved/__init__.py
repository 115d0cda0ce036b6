"""Searches that visitors keep: by mail, as Atom and as a calendar."""
