"""Changes of nominations; the only code that sets their state."""
