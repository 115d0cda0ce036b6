"""General StreamField blocks, one family a file, each with a preview."""
