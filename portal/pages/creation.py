"""A form for a new page makes one page, however often and from however many requests at once it is sent.

Wagtail's autosave sends the form by itself; whoever presses a button meanwhile sends it a second time to the same
address (decision 0016). The form therefore carries a key. The only code that writes ``PageCreation``.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from wagtail.models import Page

from portal.pages.models import PageCreation

KEPT: Final = timedelta(days=2)
"""Longer than a form stays open with an answer under way."""


def key_of(value: str) -> uuid.UUID | None:
    """Return the key a form carries; None for a form without one, or with nonsense."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def lock_parent(*, parent_id: int) -> None:
    """Let requests that add a page at one place pass one after the other; needs a transaction.

    It also keeps two editors from asking for the same place in the tree, which the database would refuse.
    """
    Page.objects.select_for_update(of=("self",)).filter(pk=parent_id).values_list("pk", flat=True).first()


def earlier(key: uuid.UUID) -> PageCreation | None:
    """Return what this form has made already, or None."""
    return PageCreation.objects.filter(key=key).first()


def note(*, key: uuid.UUID, page: Page, by_autosave: bool, updates: Mapping[str, str], now: datetime) -> PageCreation:
    """Note which page a form has made, and what its next sending must say to mean the same rows; forget old forms."""
    PageCreation.objects.filter(at__lt=now - KEPT).delete()
    return PageCreation.objects.create(key=key, page_id=page.pk, by_autosave=by_autosave, updates=dict(updates), at=now)


def note_updates(*, made: PageCreation, updates: Mapping[str, str]) -> None:
    """Add what a later sending of the same form has made, such as the numbers of new rows."""
    made.updates = {**made.updates, **updates}
    made.save(update_fields=["updates"])
