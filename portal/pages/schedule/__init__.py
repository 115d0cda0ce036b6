"""What goes public or is taken off at a set time: our own runner, item by item (decision 0039)."""
