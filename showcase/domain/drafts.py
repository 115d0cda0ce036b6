"""Many drafts at once: the bulk twin of ``review.add_draft`` for imports, with the same rules and the same records.

Page by page, a draft costs some forty statements and two background tasks; here a chunk of two hundred costs about six statements a
page. What Wagtail would do for one page is done for all: tree, address, revision, log, and one task for both indexes.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, PageLogEntry, Revision

from exhibitors import queries as exhibitor_queries
from portal.kernel import errors, slugs
from showcase import permissions, queries, tasks
from showcase.domain import listed_values, review
from showcase.enums import ReviewState

BATCH: Final = 200


def _check_importer(organisation: Any, by: Any) -> None:
    if not permissions.can_import_for(by, exhibitor_queries.membership_in(by, organisation), organisation):
        raise errors.NotAllowedError


@transaction.atomic
def add_many(*, pages: Sequence[Any], parent: Page | None, by: Any, now: datetime) -> list[Any]:
    """Put new pages of one type under their Vietnamese list, not live, each with its first revision; return them.

    Raises NotAllowedError unless ``by`` may import for every organisation, DomainError where the portal has no such list.
    """
    if parent is None:
        raise errors.DomainError(_("The portal has no list for this yet. Please tell the responsible body."))
    for organisation in {page.organisation_id: page.organisation for page in pages}.values():
        _check_importer(organisation, by)
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    _place(pages, locked, by, now)
    _insert(pages)
    Page.objects.filter(pk=locked.pk).update(numchild=F("numchild") + len(pages))
    _revise(pages, by, now)
    tasks.index_drafts.enqueue([page.pk for page in pages])
    return list(pages)


def _place(pages: Sequence[Any], parent: Page, by: Any, now: datetime) -> None:
    """Give pages their places in the tree, their addresses and the rest of what ``add_child`` would set."""
    last = Page.objects.child_of(parent).order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0  # noqa: SLF001 -- treebeard's own numbering
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    content_type = ContentType.objects.get_for_model(type(pages[0]))
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)  # noqa: SLF001 -- treebeard's own numbering
        page.depth, page.numchild = parent.depth + 1, 0
        page.slug = _free_slug(page.title, taken)
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type, page.locale_id, page.owner = content_type, parent.locale_id, by
        page.translation_key = uuid.uuid4()
        page.draft_title = page.title
        page.live, page.has_unpublished_changes = False, True
        page.latest_revision_created_at = now
        page.keep_in_step()
        _fill_in(page)


def _free_slug(title: str, taken: set[str]) -> str:
    wanted = slugs.slug(title)
    found = wanted
    number = 2
    while found in taken:
        found = f"{wanted}-{number}"
        number += 1
    taken.add(found)
    return found


def _fill_in(page: Any) -> None:
    """Say of every list that nobody filled that it is empty; else each would be asked for in the database."""
    names = [relation.get_accessor_name() for relation in get_all_child_relations(page)]
    names += [field.name for field in get_all_child_m2m_relations(page)]
    held = page.__dict__.get("_cluster_related_objects", {})
    for name in names:
        if name not in held:
            setattr(page, name, [])


def _insert(pages: Sequence[Any]) -> None:
    columns = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]  # noqa: SLF001 -- Django's public name
    bases = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
    Page.objects.bulk_create(bases, batch_size=BATCH)
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
        # Only the page's own table: the row of the tree is there already.
        page.save_base(raw=True, force_insert=True)
        page._state.adding = False  # noqa: SLF001 -- Django's public place for it
    _insert_lists(pages)
    _insert_rows(pages)
    listed_values.refresh(type(pages[0]), [page.pk for page in pages])


def _insert_lists(pages: Sequence[Any]) -> None:
    """Insert the terms of every list of terms."""
    for field in type(pages[0])._meta.local_many_to_many:  # noqa: SLF001 -- Django's public name
        through = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        links = [
            through(**{f"{own}_id": page.pk, f"{other}_id": term.pk})
            for page in pages
            for term in getattr(page, field.name).all()
        ]
        through.objects.bulk_create(links, batch_size=BATCH)


def _insert_rows(pages: Sequence[Any]) -> None:
    """Insert figures, rights and measures."""
    for relation in get_all_child_relations(type(pages[0])):
        rows = []
        for page in pages:
            for position, row in enumerate(getattr(page, relation.get_accessor_name()).all()):
                row.page_id = page.pk
                row.sort_order = position
                if hasattr(row, "translation_key"):
                    row.locale_id, row.translation_key = page.locale_id, uuid.uuid4()
                if hasattr(row, "keep_in_step"):
                    row.keep_in_step()
                rows.append(row)
        relation.related_model.objects.bulk_create(rows, batch_size=BATCH)


def _revise(pages: Sequence[Any], by: Any, now: datetime) -> None:
    """Write each page's first revision and its line in the log."""
    base_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        (
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=base_type,
                object_id=str(page.pk),
                created_at=now,
                user=by,
                object_str=page.title,
                content=page.serializable_data(),
            )
            for page in pages
        ),
        batch_size=BATCH,
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision_id = revision.pk
    Page.objects.bulk_update(
        [Page(pk=page.pk, latest_revision_id=page.latest_revision_id) for page in pages],
        ["latest_revision"],
        batch_size=BATCH,
    )
    PageLogEntry.objects.bulk_create(
        (
            PageLogEntry(
                page_id=page.pk,
                content_type_id=page.content_type_id,
                label=page.title,
                action="wagtail.create",
                timestamp=now,
                user=by,
                revision_id=page.latest_revision_id,
                content_changed=True,
            )
            for page in pages
        ),
        batch_size=BATCH,
    )


@transaction.atomic
def change(*, page: Any, by: Any, made_from: int) -> Any:
    """Keep a page that was changed on top of the revision ``made_from`` as its newest draft, as an import asks; return the page.

    Raises NotAllowedError unless ``by`` may import for the organisation, IllegalMoveError while reviewers read it, and
    StaleDraftError where somebody saved a newer draft meanwhile.
    """
    _check_importer(page.organisation, by)
    return review.keep_draft(page=page, by=by, made_from=made_from)


@transaction.atomic
def take_back(*, page: Any, by: Any, revision_id: int) -> bool:
    """Delete a draft that nobody has touched since ``revision_id``; return whether it was.

    Raises NotAllowedError unless ``by`` may import for the organisation.
    """
    _check_importer(page.organisation, by)
    locked = Page.objects.select_for_update().get(pk=page.pk)
    if locked.latest_revision_id != revision_id or locked.live or locked.first_published_at:
        return False
    if queries.review_states([locked])[locked.pk] is not ReviewState.DRAFT:  # type: ignore[list-item]  # any page will do
        return False
    # Authors have no rights in the admin's tree; who may do this has been asked above.
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    return True


@transaction.atomic
def restore(*, page: Any, by: Any, revision_id: int, earlier_id: int, was_published: bool) -> bool:
    """Make an earlier revision the newest draft again, if nobody has touched the page since; return whether it was.

    ``was_published`` tells that the earlier one was what visitors see. Raises NotAllowedError and, under review, IllegalMoveError.
    """
    _check_importer(page.organisation, by)
    locked = Page.objects.select_for_update().get(pk=page.pk)
    earlier = Revision.objects.filter(pk=earlier_id, object_id=str(page.pk)).first()
    if locked.latest_revision_id != revision_id or earlier is None:
        return False
    review.keep_draft(page=earlier.as_object(), by=by)
    if was_published:
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    return True
