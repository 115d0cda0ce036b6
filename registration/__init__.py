"""The seat engine: pools, holds, registrations, waiting lists. Knows no page."""
