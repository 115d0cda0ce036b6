"""The only code that changes state in the events room."""
