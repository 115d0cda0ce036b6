"""Screening of dossiers: outcomes by rule, and the one chance to cure."""
