"""Changes of vocabularies."""
