"""Forms that begin a draft: sent twice, they lead to the same draft."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.kernel import errors
from showcase.models import DraftStart

Draft = TypeVar("Draft", bound=Page)


def begin_once(
    *, submission_key: uuid.UUID | None, model: type[Draft], organisation: Any, begin: Callable[[], Draft]
) -> Draft:
    """Return the draft that ``begin`` makes for an organisation, or the one that the same key has made before.

    Without a key every call makes one. Raises DomainError where the key belongs to a draft of somebody else, and
    where somebody else took the same place at the same moment: the form can be sent again.
    """
    if submission_key is None:
        return begin()
    if (made := begun(submission_key=submission_key, model=model, organisation=organisation)) is not None:
        return made
    try:
        with transaction.atomic():
            made = begin()
            DraftStart.objects.create(key=submission_key, page_id=made.pk)
    except IntegrityError as error:
        earlier = begun(submission_key=submission_key, model=model, organisation=organisation)
        if earlier is not None:
            return earlier
        if DraftStart.objects.filter(key=submission_key).exists():
            words = _("This form was used already. Open it again to begin another one.")
        else:
            # Somebody else took the address or the place in the tree a moment before.
            words = _("Somebody else began a draft at the same moment. Please send the form again.")
        raise errors.DomainError(words) from error
    return made


def begun(*, submission_key: uuid.UUID, model: type[Draft], organisation: Any) -> Draft | None:
    """Return the draft of an organisation that a form with this key has made; None where it has made none."""
    start = DraftStart.objects.filter(key=submission_key).first()
    found: Draft | None = (
        model._default_manager.filter(pk=start.page_id, organisation=organisation).first() if start else None  # noqa: SLF001 -- Django's public name
    )
    return found
