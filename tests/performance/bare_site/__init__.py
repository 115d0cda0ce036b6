"""A site of the same packages without the portal's rooms: what a worker would hold if nothing of the portal were there."""
