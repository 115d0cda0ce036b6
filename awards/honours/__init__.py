"""Certificates of winners, the hall of honour, and the press kit."""
