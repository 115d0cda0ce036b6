"""Reads of local focal points: who is one, for which places, and the consents under their needs."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Revision

from exhibitors import tax_codes
from exhibitors.models import Organisation
from portal.kernel import text as texts
from portal.vocabularies.models import AdministrativeUnit
from showcase.enums import EnteredBy
from showcase.models import FocalPoint, NeedConsent, NeedPage


def of(user: Any) -> FocalPoint | None:
    """Return the office for which a person enters needs now, if there is one."""
    if not user.is_authenticated:
        return None
    return FocalPoint.objects.filter(user=user, ended_at=None).first()


def places_of(focal_point: FocalPoint) -> "QuerySet[AdministrativeUnit]":
    """Return the places whose organisations an office may speak for: its own, those within, and what followed them.

    An office without units is a department of the province: every place.
    """
    units = set(focal_point.units.values_list("pk", flat=True))
    if not units:
        return AdministrativeUnit.objects.all()
    found: set[int] = set()
    while units:
        found |= units
        within = AdministrativeUnit.objects.filter(parent__in=units).values_list("pk", flat=True)
        after = AdministrativeUnit.objects.filter(predecessors__in=units).values_list("pk", flat=True)
        units = {*within, *after} - found
    return AdministrativeUnit.objects.filter(pk__in=found)


def organisations_found(focal_point: FocalPoint, query: str, most: int) -> list[Organisation]:
    """Return public organisations of an office's places by words of their name, or by a whole tax code of a body.

    Codes of persons and households are identity numbers: nobody finds anything by them.
    """
    rows = Organisation.objects.public().select_related("place").order_by("sort_key", "pk")
    if focal_point.units.exists():
        rows = rows.filter(place__in=places_of(focal_point))
    if code := tax_codes.code_of_a_body(query):
        return list(rows.filter(tax_code=code)[:most])
    for word in texts.words(texts.fold(query)):
        rows = rows.filter(folded__contains=word)
    return list(rows[:most])


def consent_of(need_key: uuid.UUID) -> NeedConsent | None:
    """Return the newest record of consent of a need."""
    return NeedConsent.objects.filter(need_key=need_key).select_related("focal_point").first()


def needs_of(user: Any) -> list[NeedPage]:
    """Return the needs that a person entered for others and that were not taken over, newest first."""
    pages = NeedPage.objects.filter(entered_by=EnteredBy.FOCAL_POINT, entered_by_user=user, alias_of=None)
    originals: dict[uuid.UUID, NeedPage] = {}
    for page in pages.select_related("locale", "field", "organisation").order_by("-latest_revision_created_at", "-pk"):
        known = originals.get(page.translation_key)
        if known is None or page.locale.language_code == "vi":
            originals[page.translation_key] = page
    return list(originals.values())


def need_page(need_key: uuid.UUID) -> NeedPage | None:
    """Return the page of a need in the language in which it was written."""
    pages = NeedPage.objects.filter(translation_key=need_key, alias_of=None).select_related("locale", "organisation")
    found = {page.locale.language_code: page for page in pages}
    return found.get("vi") or next(iter(found.values()), None)


def contents_of(revision_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what stored drafts say, by their keys, as they are stored (one query)."""
    return dict(Revision.objects.filter(pk__in=list(revision_ids)).values_list("pk", "content"))
