"""Nominations as dossiers: written by several people, saved at every step, handed in before the deadline."""
