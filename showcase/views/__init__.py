"""Views of the showcase room: enquiries of the public, and the exhibitor's desk."""
