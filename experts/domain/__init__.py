"""The only code that changes the state of the experts room."""
