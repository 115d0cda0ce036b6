"""Tags of the awards room."""
