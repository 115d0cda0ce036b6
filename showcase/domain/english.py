"""The English of a technology: begun beside the Vietnamese, published with it, and known to be out of date when that changes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.kernel import errors
from portal.kernel.languages import Language
from portal.pages import completeness
from showcase import queries
from showcase.domain import merging, review
from showcase.enums import EnglishState, ReviewState, TextGroup
from showcase.models import EnglishPart, TechnologyPage, synchronised

FIELDS: Final = {
    TextGroup.IDENTITY: ("title", "summary", "keywords", "product_chain"),
    TextGroup.SOLUTION: ("problem", "solution", "advantages", "compared_with"),
    TextGroup.EVIDENCE: ("evidence", "trl_evidence", "environmental_impact", "waste", "standards"),
    TextGroup.DEAL: (
        "territory",
        "warranty",
        "receiver_space",
        "receiver_utilities",
        "receiver_materials",
        "receiver_staff",
        "installation_time",
        "operating_cost",
    ),
}
# Rows whose words are translated, and the column that holds them.
ROWS: Final = {"specifications": "name", "pictures": "alt", "files": "title"}
# Without these an English page would say less than a card.
NEEDED: Final = ("title", "summary", "problem", "solution")
# What a form says it was made from when there was no English page at that time.
NONE_YET: Final = 0


def _words(page: TechnologyPage, group: TextGroup) -> dict[str, Any]:
    """Return what a page says in a group, by field or by list of rows."""
    if group is TextGroup.ROWS:
        return {name: [getattr(row, column) for row in getattr(page, name).all()] for name, column in ROWS.items()}
    return {name: getattr(page, name) for name in FIELDS[group]}


def source_digest(page: TechnologyPage, group: TextGroup) -> str:
    """Return the fingerprint of the Vietnamese words of a group."""
    return hashlib.sha256(json.dumps(_words(page, group), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def groups_of(page: TechnologyPage) -> list[TextGroup]:
    """Return the groups in which the Vietnamese says anything."""
    found = [group for group, names in FIELDS.items() if any(getattr(page, name) for name in names)]
    if any(getattr(page, name).all() for name in ROWS):
        found.append(TextGroup.ROWS)
    return found


def twin_of(page: TechnologyPage) -> TechnologyPage | None:
    """Return the English page of a technology as its row is, if there is one."""
    found: TechnologyPage | None = TechnologyPage.objects.filter(
        translation_key=page.translation_key, locale__language_code=Language.ENGLISH, alias_of=None
    ).first()
    return found


def states(page: TechnologyPage, twin: TechnologyPage | None) -> dict[TextGroup, EnglishState]:
    """Return where the English of each group stands, given the newest Vietnamese draft (two queries at most)."""
    digests = dict(
        EnglishPart.objects.filter(translation_key=page.translation_key).values_list("group", "source_digest")
    )
    draft: Any = twin.get_latest_revision_as_object() if twin is not None and twin.has_unpublished_changes else twin
    result = {}
    for group in groups_of(page):
        known = digests.get(group)
        if twin is None or known is None:
            # English pages that editors made know no fingerprint: what is live there counts as current.
            made_by_editors = twin is not None and twin.live and not digests
            result[group] = EnglishState.CURRENT if made_by_editors else EnglishState.NONE
        elif known != source_digest(page, group):
            result[group] = EnglishState.OUTDATED
        else:
            is_public = twin.live and _words(twin, group) == _words(draft, group)
            result[group] = EnglishState.CURRENT if is_public else EnglishState.DRAFT
    return result


def _begin(page: TechnologyPage, by: Any) -> TechnologyPage:
    twin: TechnologyPage = page.copy_for_translation(
        Locale.objects.get(language_code=Language.ENGLISH), copy_parents=True
    ).specific
    draft: TechnologyPage = twin.get_latest_revision_as_object()
    for name in (name for names in FIELDS.values() for name in names if name != "title"):
        setattr(draft, name, "")
    for name, column in ROWS.items():
        for row in getattr(draft, name).get_object_list():
            setattr(row, column, "")
    draft.owner = by
    return draft


@transaction.atomic
def save_english(
    *,
    page: TechnologyPage,
    group: TextGroup,
    texts: Mapping[str, str],
    rows: Mapping[str, list[str]] | None = None,
    by: Any,
    now: datetime,
    made_from: int | None = None,
) -> TechnologyPage:
    """Keep the English of one group as the newest draft of the English page, which is made when there is none; return it.

    ``texts`` by field, or ``rows``: the words of each row in the order of the Vietnamese. ``made_from`` is the revision
    of the English page that the author had in front of them. An empty group is forgotten. Raises NotAllowedError,
    IllegalMoveError while reviewers read it, StaleDraftError.
    """
    review.check_writer(organisation=page.organisation, by=by)
    locked = TechnologyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    state = queries.review_states([locked])[locked.pk]
    if state is ReviewState.IN_REVIEW:
        raise errors.IllegalMoveError(_("It is being reviewed now. You can change it when the review is done."))
    if state is ReviewState.REFUSED:
        raise errors.IllegalMoveError(_("It was refused, so it cannot be changed or sent again."))
    twin = twin_of(locked)
    newest = twin.latest_revision_id if twin is not None else NONE_YET
    if made_from is not None and newest != made_from:
        raise merging.StaleDraftError(_("Somebody else saved this while you were writing."))
    vietnamese: TechnologyPage = locked.get_latest_revision_as_object()
    draft = twin.get_latest_revision_as_object() if twin is not None else _begin(locked, by)
    if twin is not None and twin.live:
        _acknowledge(locked, twin, now)
    for name, value in texts.items():
        if name in FIELDS.get(group, ()):
            setattr(draft, name, value)
    if group is TextGroup.ROWS:
        _set_rows(vietnamese, draft, rows or {})
    if not draft.live:
        draft.slug = review.free_slug(draft.get_parent(), draft.title) if not draft.first_published_at else draft.slug
        draft.save(clean=False)
    draft.has_unpublished_changes = True
    draft.save_revision(user=by, log_action=True, clean=False)
    said = bool(rows and any(any(words) for words in rows.values())) if group is TextGroup.ROWS else any(texts.values())
    if said:
        EnglishPart.objects.update_or_create(
            translation_key=page.translation_key,
            group=group,
            defaults={"source_digest": source_digest(vietnamese, group), "saved_at": now},
        )
    else:
        EnglishPart.objects.filter(translation_key=page.translation_key, group=group).delete()
    return draft


def _acknowledge(page: TechnologyPage, twin: TechnologyPage, now: datetime) -> None:
    """Note down that an English page which editors made says the same as the Vietnamese one, before an author changes a group."""
    if EnglishPart.objects.filter(translation_key=page.translation_key).exists():
        return
    EnglishPart.objects.bulk_create(
        EnglishPart(
            translation_key=page.translation_key, group=group, source_digest=source_digest(page, group), saved_at=now
        )
        for group in groups_of(page)
        if any(_words(twin, group).values())
    )


def _set_rows(vietnamese: TechnologyPage, draft: TechnologyPage, rows: Mapping[str, list[str]]) -> None:
    """Rebuild the English rows after the Vietnamese ones: figures, files and pictures are the same, words are English."""
    for name, column in ROWS.items():
        words = list(rows.get(name, ()))
        made = []
        for position, source in enumerate(getattr(vietnamese, name).all()):
            row = type(source)(
                **{
                    field.name: getattr(source, field.name)
                    for field in source._meta.concrete_fields  # noqa: SLF001 -- Django's public name for a model's fields
                    if field.name not in merging.ROW_FRAME
                }
            )
            row.translation_key = source.translation_key
            row.locale = draft.locale
            row.sort_order = position
            setattr(row, column, words[position] if position < len(words) else "")
            made.append(row)
        getattr(draft, name).set(made)


def follow(*, page: TechnologyPage, by: Any | None) -> TechnologyPage | None:
    """Publish the English with the Vietnamese that was just published; return it, None where it says too little.

    Codes, dates, relations and the officer's record are taken from the Vietnamese page (``models.synchronised``). Words
    that nobody gave in English stay empty; rows without words take the Vietnamese ones.
    """
    twin = twin_of(page)
    if twin is None:
        return None
    draft: TechnologyPage = twin.get_latest_revision_as_object()
    _share_facts(page, draft)
    _set_rights(page, draft)
    _set_rows(page, draft, _english_words(page, draft))
    draft.live = twin.live
    if not all(getattr(draft, name) for name in NEEDED) or not _has_title(page):
        if twin.live:
            # What is public in English keeps its words, but never names an owner who wants to stay unnamed now.
            _share_facts(page, twin)
            twin.save(clean=False)
            draft.save_revision(user=by, changed=False, clean=False)
        return None
    with completeness.unasked():
        draft.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    published: TechnologyPage = TechnologyPage.objects.get(pk=twin.pk)
    return published


def _share_facts(page: TechnologyPage, target: TechnologyPage) -> None:
    for field in synchronised.TECHNOLOGY:
        name = field.field_name
        if name in merging.row_names(page):
            continue
        if page._meta.get_field(name).many_to_many:  # noqa: SLF001 -- Django's public name
            getattr(target, name).set(list(getattr(page, name).all()))
        else:
            setattr(target, name, getattr(page, name))


def _has_title(page: TechnologyPage) -> bool:
    """Return whether somebody gave an English title; pages that editors made have no fingerprints, and a title."""
    groups = set(EnglishPart.objects.filter(translation_key=page.translation_key).values_list("group", flat=True))
    return not groups or TextGroup.IDENTITY in groups


def _set_rights(page: TechnologyPage, draft: TechnologyPage) -> None:
    draft.rights.set(
        [
            type(right)(
                kind=right.kind,
                status=right.status,
                number=right.number,
                country=right.country,
                granted_on=right.granted_on,
                sort_order=position,
            )
            for position, right in enumerate(page.rights.all())
        ]
    )


def _english_words(page: TechnologyPage, draft: TechnologyPage) -> dict[str, list[str]]:
    words = {}
    for name, column in ROWS.items():
        known = {row.translation_key: getattr(row, column) for row in getattr(draft, name).all()}
        words[name] = [known.get(row.translation_key) or getattr(row, column) for row in getattr(page, name).all()]
    return words
