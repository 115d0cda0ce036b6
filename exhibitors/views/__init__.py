"""Views of the exhibitors room, one subject a file."""
