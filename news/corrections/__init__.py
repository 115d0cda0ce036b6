"""What readers are told when published words change: notes, the old words beside the new ones, lists."""
