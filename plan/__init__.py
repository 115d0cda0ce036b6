"""The plan's indicators against their targets."""
