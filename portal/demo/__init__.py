"""The seeded demo portal, built through domain functions from typed specs."""
