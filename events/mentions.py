"""Which events name an organisation."""

from typing import Any

from django.db.models import QuerySet

from events.models import EventPage


def pages(organisation_id: int) -> "QuerySet[Any]":
    """Return the events that it organises."""
    organised: QuerySet[Any] = EventPage.objects.filter(organisers__organisation=organisation_id)
    return organised
