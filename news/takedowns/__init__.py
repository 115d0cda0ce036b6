"""Stories taken down in every language at once: the page that stands in their place, and the admin's confirmation."""
