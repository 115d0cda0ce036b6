"""Settings: production is complete and safe; dev, demo and test loosen it by name."""
