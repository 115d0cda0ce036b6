"""Copying an event with its set-up to another date: pages in every language as drafts, places, nothing of the people."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, TranslatableMixin

from events import permissions
from events.enums import EventStatus
from events.models import EventPage
from portal.kernel import slugs, text
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from registration.domain import audit, set_up
from registration.organiser_enums import AuditAction

NOT_MOVED: Final = frozenset({"previous_starts_at"})
_OF_EVERY_PAGE: Final = frozenset(field.name for field in Page._meta.get_fields())  # noqa: SLF001 -- Django's public name


def _instants(record: models.Model) -> list[str]:
    """Return the fields of a page or row of ours that hold an instant, whatever its kind has added to them."""
    return [
        field.name
        for field in record._meta.concrete_fields  # noqa: SLF001 -- Django's public name
        if isinstance(field, models.DateTimeField) and field.name not in _OF_EVERY_PAGE | NOT_MOVED
    ]


def _moved(record: models.Model, shift: timedelta) -> dict[str, datetime]:
    return {name: value + shift for name in _instants(record) if (value := getattr(record, name)) is not None}


def row_key(event: uuid.UUID, row: uuid.UUID) -> uuid.UUID:
    """Return the key of a row of a copied event: the same in every language, another for every copy."""
    return uuid.uuid5(event, str(row))


def _copy_page(*, page: EventPage, key: uuid.UUID, title: str, shift: timedelta, by: Any) -> EventPage:
    parent = page.get_parent()
    specific = page.specific

    def process(_page: Any, _copy: Any, _relation: Any, row: Any) -> None:
        if isinstance(row, TranslatableMixin):
            row.translation_key = row_key(key, row.translation_key)
        for name, value in _moved(row, shift).items():
            setattr(row, name, value)

    values = {
        "translation_key": key,
        "title": title,
        "draft_title": title,
        "slug": find_available_slug(parent, slugs.slug(title)),
        "status": EventStatus.SCHEDULED,
        "status_note": "",
        "previous_starts_at": None,
        "go_live_at": None,
        "expire_at": None,
        **_moved(specific, shift),
    }
    copied = specific.copy(
        to=parent,
        recursive=False,
        update_attrs=values,
        copy_revisions=False,
        keep_live=False,
        user=by,
        process_child_object=process,
        reset_translation_key=False,
    )
    made: EventPage = type(specific).objects.get(pk=copied.pk)
    return made


@transaction.atomic
def copy(
    *,
    event: EventPage,
    key: uuid.UUID,
    starts_at: datetime,
    titles: Mapping[Language, str],
    by: Any,
    now: datetime,
) -> EventPage:
    """Copy an event as the public sees it to another start, in every language it has; return the Vietnamese draft.

    Every instant moves by as much as the start: sessions, the days of registration, those of applications. Kinds of place, pools
    and whatever is registered with ``registration.domain.set_up`` follow; registrations, applications and the calendar's
    identities do not. ``key`` becomes the new event's translation key: the same key again gives the first copy. An empty title
    keeps the old one. Raises NotAllowedError for a person who may not add pages there, DomainError on ``starts_at`` for
    the same start.
    """
    rows = {
        Language(page.locale.language_code): page
        for page in EventPage.objects.filter(translation_key=event.translation_key, alias_of=None).select_related(
            "locale"
        )
    }
    main = rows.get(Language.VIETNAMESE) or event
    if not permissions.can_copy(by, main):
        raise NotAllowedError
    earlier: EventPage | None = (
        EventPage.objects.filter(translation_key=key, alias_of=None)
        .order_by(Case(When(locale__language_code=Language.VIETNAMESE, then=0), default=1), "pk")
        .first()
    )
    if earlier is not None:
        return earlier
    shift = starts_at - main.starts_at
    if not shift:
        raise DomainError(_("Give another start than that of the event you copy."), field="starts_at")
    copies = {
        language: _copy_page(
            page=page, key=key, title=text.line(titles.get(language, "")) or page.title, shift=shift, by=by
        )
        for language, page in sorted(rows.items(), key=lambda item: item[0] != Language.VIETNAMESE)
    }
    sessions = {row.translation_key: row_key(key, row.translation_key) for row in main.sessions.all()}
    set_up.copy(source=event.translation_key, target=key, shift=shift, sessions=sessions, by=by, now=now)
    first = next(iter(copies.values()))
    audit.record(
        action=AuditAction.EVENT_COPIED,
        by=by,
        now=now,
        subject=key,
        about=first,
        label=first.title,
        changes=[("copied_from", None, str(event.translation_key)), ("starts_at", main.starts_at, starts_at)],
    )
    return first
