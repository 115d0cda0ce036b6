"""The secretariat's dashboard: where an edition stands, what happens next, and who must act."""
