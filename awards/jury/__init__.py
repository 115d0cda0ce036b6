"""Jurors, their assignments, and conflicts of interest."""
