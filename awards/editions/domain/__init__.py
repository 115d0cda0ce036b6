"""Changes of editions; the only code that sets their state and rules."""
