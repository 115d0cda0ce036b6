"""Translations of pages: where each stands beside its source, who is told, and which words are official."""
