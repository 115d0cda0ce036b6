"""Views of imports and exports, for the desk and for the admin."""
