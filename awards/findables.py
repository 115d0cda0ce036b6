"""What changes the words or the date of entries in the search although nobody edits the entries."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save

from awards.models import AwardPage, NominationPage
from portal.pages import findables


def edition_saved(
    instance: AwardPage,
    *,
    created: bool,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Let the search read the entries of an edition anew: they are dated by its decision, which often comes after them.

    A draft that is saved names the fields that it writes, and the decision is none of them.
    """
    if raw or created or (update_fields is not None and "decided_on" not in update_fields):
        return
    entries = NominationPage.objects.child_of(instance).live().order_by("pk").values_list("pk", flat=True)
    if entries:
        findables.pages_changed(entries)


def connect() -> None:
    """Connect the handler; called once, when the apps are ready."""
    post_save.connect(edition_saved, sender=AwardPage, dispatch_uid="awards.search.edition")
