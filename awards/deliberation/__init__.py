"""Meetings of the council, the shortlist, objections, decisions and appeals."""
