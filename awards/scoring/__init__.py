"""From score sheets to a ranking: pure values and functions, without records, clock and settings (ADR 0044)."""
