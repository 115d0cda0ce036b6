"""Newsrooms as sections with desks, people and a standing: what is read of them, and their pages in the admin."""
