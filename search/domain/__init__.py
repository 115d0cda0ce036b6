"""Keeping the search documents true."""
