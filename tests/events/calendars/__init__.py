"""Booths and who has them."""
