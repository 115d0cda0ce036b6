"""Changes of newsrooms, featured stories and comments."""
