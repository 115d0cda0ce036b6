"""The only code of the home room that changes records."""
