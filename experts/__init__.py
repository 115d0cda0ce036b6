"""Experts: opt-in profiles of people who help from near and far, and messages that the portal passes on."""
