"""Naming who looks after an edition."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from awards import permissions
from awards.editions.domain.opening import locked_edition, pages_of
from awards.models import EditionSecretary
from portal.kernel import errors

LOG_ACTION: Final = "awards.secretaries"


@transaction.atomic
def name_secretaries(*, award_key: UUID, people: Iterable[Any], by: Any, now: datetime) -> tuple[Any, ...]:
    """Let exactly these people look after an edition, and return them; with nobody, the whole secretariat does.

    The page's history in both languages tells who was added and taken out, by their keys.
    Raises NotAllowedError for others than operators and those with the right to it, and DomainError for an edition without
    a page or a new person who is not of the secretariat.
    """
    if not permissions.can_name_secretaries(by):
        raise errors.NotAllowedError
    pages = pages_of(award_key)
    if not pages:
        raise errors.DomainError(_("There is no such edition."))
    locked_edition(award_key)
    wanted = {person.pk: person for person in people}
    rows = EditionSecretary.objects.filter(award_key=award_key)
    before = set(rows.values_list("user_id", flat=True))
    added, removed = wanted.keys() - before, before - wanted.keys()
    for key in added:
        if not permissions.can_manage_nominations(wanted[key]):
            words = _("%(person)s is not of the award secretariat.")
            raise errors.DomainError(words % {"person": wanted[key]}, field="people")
    rows.filter(user__in=removed).delete()
    EditionSecretary.objects.bulk_create([EditionSecretary(award_key=award_key, user_id=key) for key in sorted(added)])
    if added or removed:
        for page in pages.values():
            data = {"added": sorted(added), "removed": sorted(removed)}
            log(instance=page, action=LOG_ACTION, user=by, timestamp=now, data=data)
    return tuple(wanted.values())
