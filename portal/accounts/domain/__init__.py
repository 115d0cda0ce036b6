"""Changes of accounts and roles."""
