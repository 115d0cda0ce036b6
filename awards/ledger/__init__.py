"""The log of an edition's deciding acts as a chain of digests, and the file from which anybody can recompute its result."""
