"""Technologies on show, technology needs, enquiries."""
