"""Pages of the admin about newsrooms: making one, its desks, its people, its end."""
