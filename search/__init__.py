"""One search over everything that features register."""
