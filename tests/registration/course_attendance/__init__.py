"""Attendance of courses."""
