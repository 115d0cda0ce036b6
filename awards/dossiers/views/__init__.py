"""Pages of a dossier for its people, and the page that a mailed link opens."""
