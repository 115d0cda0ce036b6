"""What people may do with a dossier."""
