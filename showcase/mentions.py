"""Which listings say something of an organisation."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from showcase.models import NeedPage, TechnologyPage


def pages(organisation_id: int) -> "QuerySet[Any]":
    """Return its technologies and needs: named or not, they hang on its state and are filtered by its kind."""
    technologies = TechnologyPage.objects.filter(organisation=organisation_id).values("pk")
    needs = NeedPage.objects.filter(organisation=organisation_id).values("pk")
    own: QuerySet[Any] = Page.objects.filter(Q(pk__in=technologies) | Q(pk__in=needs))
    return own
