"""Images, documents and private files."""
