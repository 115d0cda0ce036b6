"""The calendar of editors in the admin: what is public, planned and due, with holidays and festivals."""
