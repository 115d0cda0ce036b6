"""Programmes, air times, podcasts and scripts for loudspeakers."""
