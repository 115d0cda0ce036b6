"""The portal's shell and shared ground floor."""
