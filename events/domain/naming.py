"""What follows for calendars when something that events name is renamed, replaced or deleted: an organisation, a term, a place, a picture."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import models
from django.db.models import Q

from events.domain import calendar
from events.models import CalendarIdentity, EventPage
from exhibitors.models import Organisation
from portal.kernel import clock
from portal.media.models import PortalImage
from portal.vocabularies.models import AdministrativeUnit, Term

# The fields of each kind of record that entries or filters of calendars read, and how an event names it.
SAID: Final[Mapping[type[models.Model], tuple[str, ...]]] = {
    Organisation: ("name", "name_en", "slug"),
    Term: ("label_vi", "label_en", "code"),
    AdministrativeUnit: ("name_vi", "name_en", "code"),
    PortalImage: ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
}
NAMED_BY: Final[Mapping[type[models.Model], str]] = {
    Organisation: "organisers__organisation",
    Term: "fields",
    AdministrativeUnit: "place",
    PortalImage: "picture",
}
_MARK: Final = "_events_that_name_it"


def _keys(instance: models.Model) -> set[uuid.UUID]:
    rows = EventPage.objects.filter(Q(**{NAMED_BY[type(instance)]: instance}))
    return set(rows.values_list("translation_key", flat=True))


def _is_renamed(instance: models.Model, written: Collection[str] | None) -> bool:
    names = SAID[type(instance)]
    if instance.pk is None or (written is not None and not set(names) & set(written)):
        return False
    before = type(instance)._default_manager.filter(pk=instance.pk).values_list(*names).first()  # noqa: SLF001 -- Django's public name
    # A file counts by its name.
    return before is not None and [str(value) for value in before] != [str(getattr(instance, name)) for name in names]


def before_saving(instance: models.Model, update_fields: Collection[str] | None = None, **given: Any) -> None:
    """Receive ``pre_save``: remember whether anything changes that calendars say; one query."""
    if not given.get("raw") and _is_renamed(instance, update_fields):
        setattr(instance, _MARK, _keys(instance))


def before_deleting(instance: models.Model, **_given: Any) -> None:
    """Receive ``pre_delete``: remember who names it as long as that can be read."""
    setattr(instance, _MARK, _keys(instance))


def afterwards(instance: models.Model, **_given: Any) -> None:
    """Receive ``post_save`` and ``post_delete``: bring the entries that say it up to date."""
    keys: set[uuid.UUID] | None = instance.__dict__.pop(_MARK, None)
    if keys is None:
        return
    if keys:
        calendar.refresh(keys=keys, now=clock.now())
    if type(instance) is not PortalImage:
        standing = CalendarIdentity.objects.filter(removed_at=None, subject__in=calendar.SUBJECTS.values())
        if groups := set(standing.values_list("event_key", flat=True)):
            calendar.refresh_dated(groups=groups, now=clock.now())
