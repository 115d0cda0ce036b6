"""Reports of the newsrooms: what was published, read, translated and said."""
