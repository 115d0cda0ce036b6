"""Organisations as other pages name them: chosen among the public ones, drawn by this room's own card."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from exhibitors import queries
from exhibitors.choosers import organisation_chooser
from exhibitors.models import Organisation
from portal.kernel import converters
from portal.kernel.languages import Language
from portal.pages import related
from portal.pages.related import RelatedKind, Shown

TEMPLATE: Final = "exhibitors/parts/related.html"


def draw(keys: Collection[str], language: Language) -> Mapping[str, Shown]:
    """Return the public organisations among these numbers; none where no directory is published."""
    directory = queries.directory_url(language)
    numbers = [number for key in keys if (number := converters.record_number(key)) is not None]
    if not directory:
        return {}
    found = Organisation.objects.public().with_card_data().filter(pk__in=numbers)
    return {str(row.pk): Shown(TEMPLATE, {"organisation": row, "directory_url": directory}) for row in found}


def _widget() -> Any:
    return organisation_chooser.widget_class()


def register() -> None:
    """Tell the registry what can be named of this room."""
    related.register(RelatedKind.ORGANISATION, related.Source(lambda: [Organisation], draw, _widget))
