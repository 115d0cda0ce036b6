"""Bilingual, dated, coded terms and places, shipped as data and shared by every feature."""
