"""Reminders by rules, and the organiser's own words."""
