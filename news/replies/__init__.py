"""Requests for a correction or a reply: the public form, the clock, the newsroom's queue."""
