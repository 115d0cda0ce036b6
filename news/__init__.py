"""Newsrooms and their stories, comments and feeds."""
