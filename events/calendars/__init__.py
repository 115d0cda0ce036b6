"""What calendars say, in which files, and how they are served."""
