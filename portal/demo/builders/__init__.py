"""Builds the demo portal from its specs through the rooms' domain functions."""
