"""What an editor is told at the top of a story's form: a newer version of somebody else, an embargo."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.kernel import clock, converters
from portal.pages import inspecting

if TYPE_CHECKING:
    from news.models.release import Hold

LOADED = "loaded_revision_id"
TOLD = "told_revision_id"


def _number(data: Mapping[str, Any], name: str) -> int | None:
    return converters.record_number(str(data.get(name) or ""))


def loaded_revision(data: Mapping[str, Any]) -> int | None:
    """Return which version a form was made from, as Wagtail's hidden field says; None where it says nothing."""
    return _number(data, LOADED)


def newer_version(page: Any, data: Mapping[str, Any]) -> Revision | None:
    """Return the version that somebody saved after a form was opened; None where the form holds the newest.

    Nor is it one of which Wagtail's dialog told the person, who pressed on (``static/pages/editor.js`` names it).
    """
    loaded = loaded_revision(data)
    if loaded is None or not page.pk or data.get("overwrite_revision_id"):
        return None
    newest: Revision | None = (
        Revision.page_revisions.filter(object_id=str(page.pk)).order_by("-created_at", "-pk").first()
    )
    known = {loaded, _number(data, TOLD)}
    return newest if newest is not None and newest.pk not in known else None


def newer_version_sentence(page: Any, data: Mapping[str, Any]) -> str:
    """Return what to tell whoever is about to save over a newer version; "" where there is none.

    The form is shown again with what was typed and now knows the newer version, so that saving once more keeps one's own
    text knowingly. Both versions stay in the story's history.
    """
    newest = newer_version(page, data)
    if newest is None:
        return ""
    who = (newest.user.get_full_name() or str(newest.user)) if newest.user else _("Somebody")
    return _(
        "%(who)s saved this story at %(when)s, after you opened it. Nothing of yours is saved yet; it still stands below. "
        "Look at the other version, take over what you need, and save again to keep your text. "
        "The other version stays in the history."
    ) % {"who": who, "when": inspecting.moment(newest.created_at)}


def comparison_url(page: Any, data: Mapping[str, Any]) -> str:
    """Return where the newer version is compared with the one that the form was made from; "" without a newer one."""
    newest, loaded = newer_version(page, data), loaded_revision(data)
    if newest is None or not Revision.page_revisions.filter(pk=loaded, object_id=str(page.pk)).exists():
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, loaded, newest.pk])


def embargo_sentence(page: Any, known: "Hold | None" = None) -> str:
    """Return what an editor must know of the embargo, also of one that is on the story in another language; "" without one.

    ``known`` is what whoever asks has read already.
    """
    held = known or page.held(clock.now())
    if held is None:
        return ""
    end, other = held.until, held.by
    if other is not None:
        return _(
            "“%(title)s” (%(language)s) is under an embargo until %(when)s, and so is this version: nobody can publish it "
            "before. Approved earlier, it appears at that moment."
        ) % {
            "title": other.draft_title,
            "language": get_language_info(other.locale.language_code)["name_translated"],
            "when": inspecting.moment(end),
        }
    said = _(
        "Embargo until %(when)s: nobody can publish this story before. Approved earlier, it appears at that moment."
    )
    note = f" {page.embargo_note}" if page.embargo_note else ""
    return said % {"when": inspecting.moment(end)} + note
