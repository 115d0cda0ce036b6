"""The jurors' desk: mark sheets, saved, handed in, never seen by others before the end."""
