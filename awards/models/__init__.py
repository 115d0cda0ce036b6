"""Models of the room: records before pages."""
