"""A page and its translations are private together: Wagtail's restriction belongs to the page of one language alone.

What is above a page in the tree needs nothing of its own: the sections of both languages are translations too.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from wagtail.models import Page, PageViewRestriction


def _translation_key(page_id: int) -> UUID | None:
    key: UUID | None = Page.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()
    return key


def _of_translations(restriction: PageViewRestriction) -> list[PageViewRestriction]:
    key = _translation_key(restriction.page_id)
    same = PageViewRestriction.objects.filter(page__translation_key=key).exclude(page_id=restriction.page_id)
    return list(same.select_related("page").order_by("pk"))


def is_kept(restriction: PageViewRestriction) -> bool:
    """Return whether this object was written here, to be as another one is: nothing has to follow it."""
    return getattr(restriction, "_is_kept", False)


def is_taken_away(origin: object) -> bool:
    """Return whether a deletion that began with ``origin`` means the restriction itself, and not its page as well."""
    return isinstance(origin, PageViewRestriction) or getattr(origin, "model", None) is PageViewRestriction


def _kept(restriction: PageViewRestriction) -> PageViewRestriction:
    restriction._is_kept = True  # noqa: SLF001 -- told by is_kept alone
    return restriction


def _set_groups(restriction_id: int, group_ids: Iterable[int]) -> None:
    # The table itself and not the relation, whose signal would come back here half-way.
    rows = PageViewRestriction.groups.through.objects
    wanted = set(group_ids)
    held = set(rows.filter(pageviewrestriction_id=restriction_id).values_list("group_id", flat=True))
    rows.filter(pageviewrestriction_id=restriction_id, group_id__in=held - wanted).delete()
    rows.bulk_create(
        rows.model(pageviewrestriction_id=restriction_id, group_id=group_id) for group_id in sorted(wanted - held)
    )


def _group_ids(restriction: PageViewRestriction) -> list[int]:
    return list(restriction.groups.values_list("pk", flat=True))


def _restrict(page: Page, like: PageViewRestriction, *, held: PageViewRestriction | None) -> None:
    copy = held or PageViewRestriction(page=page)
    if held is None or (held.restriction_type, held.password) != (like.restriction_type, like.password):
        copy.restriction_type, copy.password = like.restriction_type, like.password
        _kept(copy).save()
    if held is None:
        _set_groups(copy.pk, _group_ids(like))


@transaction.atomic
def restrict_translations(restriction: PageViewRestriction) -> None:
    """Keep the kind and the password of a restriction on every translation of its page, aliases among them.

    One that gets its restriction now gets the groups too; groups that change later come by ``share_groups``.
    """
    held = {other.page_id: other for other in _of_translations(restriction)}
    key = _translation_key(restriction.page_id)
    for page in Page.objects.filter(translation_key=key).exclude(pk=restriction.page_id).order_by("pk"):
        _restrict(page, restriction, held=held.get(page.pk))


@transaction.atomic
def share_groups(restriction: PageViewRestriction) -> None:
    """Let the same groups read every translation of a page."""
    group_ids = _group_ids(restriction)
    for other in _of_translations(restriction):
        _set_groups(other.pk, group_ids)


@transaction.atomic
def open_translations(restriction: PageViewRestriction) -> None:
    """Open the translations of a page whose restriction was taken away."""
    for other in _of_translations(restriction):
        _kept(other).delete()


@transaction.atomic
def restrict_new_translation(*, source: Page, translation: Page) -> None:
    """Give a translation that was just made the restriction of its source, where it has none yet."""
    restriction = PageViewRestriction.objects.filter(page_id=source.pk).first()
    if restriction is not None and not PageViewRestriction.objects.filter(page_id=translation.pk).exists():
        _restrict(translation, restriction, held=None)
