"""What the demo portal shows: typed, reviewable data. Everything but the plan's own facts is invented and says so."""
