"""Views of the experts room, one subject a file."""
