"""What entrants are told after the decision, and what is erased in the end."""
