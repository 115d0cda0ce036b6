"""Check-in at gates."""
