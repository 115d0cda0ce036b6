"""What rooms above may hear of: the air times of programmes have changed."""

from django.dispatch import Signal

air_times_changed = Signal()
"""Sent inside the transaction with ``groups``, the keys of the programmes whose air times or words have changed."""
