"""What the showcase room decides and changes."""
