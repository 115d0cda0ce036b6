"""The only code that writes these records."""
