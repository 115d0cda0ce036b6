"""When a story may be seen and whose it is: agency, and an embargo that nobody can go below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from portal.kernel import clock
from portal.pages.base import PortalPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EMBARGO = "embargo_until"
GO_LIVE = "go_live_at"


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when nobody may see a story; ``by`` is the version in another language that says so, None for the story itself."""

    until: datetime
    by: "ReleasedStory | None"


class ReleasedStory(PortalPage):
    """The fields of a story that say when it may be seen and for whom its author writes."""

    agency = models.CharField(
        _("agency or office"),
        max_length=150,
        blank=True,
        help_text=_("For which agency or office the author writes, such as TTXVN; shown beside the byline."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Before this moment nobody can publish the story. Approved earlier, it appears at this moment."),
    )
    embargo_note = models.CharField(
        _("note on the embargo"),
        max_length=200,
        blank=True,
        help_text=_("Who asked for it and why; readers never see it."),
    )

    class Meta:
        abstract = True

    def embargo_end(self, now: datetime | None = None) -> datetime | None:
        """Return the moment before which nobody may see the story in this language; None where it may be seen.

        An embargo is on a story, not on words: it holds the versions in other languages too. Once one of them is public,
        only a language's own embargo counts.
        """
        held = self.held(now)
        return held.until if held is not None else None

    def is_under_embargo(self, now: datetime | None = None) -> bool:
        """Return whether nobody may see the story yet."""
        return self.embargo_end(now) is not None

    def held(self, now: datetime | None = None) -> "Hold | None":
        """Return until when nobody may see the story, and which version says so; None where it may be seen. One query."""
        at = now or clock.now()
        ends: list[tuple[datetime, ReleasedStory | None]] = [(self.embargo_until, None)] if self.embargo_until else []
        ends += [(end, page) for page in self._elsewhere() for end in _ends_of(page)]
        # Of two that end together the story's own comes first.
        end, page = max(
            ((end, page) for end, page in ends if end > at), key=lambda found: found[0], default=(None, None)
        )
        return Hold(end, page) if end is not None else None

    def _elsewhere(self) -> "list[ReleasedStory]":
        """Return the versions in other languages, none where one of them all is public: one query, without their texts."""
        if self.translation_key is None:
            return []
        stored = type(self)._base_manager.filter(translation_key=self.translation_key)  # type: ignore[misc]  # noqa: SLF001 -- Django's public name
        versions: list[ReleasedStory] = list(
            stored.select_related("locale")
            .annotate(drafted_embargo=KeyTextTransform(EMBARGO, "latest_revision__content"))
            .only("live", "draft_title", "embargo_until", "translation_key", "locale__language_code")
        )
        if any(page.live for page in versions):
            return []
        return [page for page in versions if page.pk != self.pk]

    def _ends_elsewhere(self) -> list[datetime]:
        return [end for page in self._elsewhere() for end in _ends_of(page)]

    def embargo_problems(self, now: datetime | None = None) -> "dict[str, _StrPromise]":
        """Return what contradicts the embargo, by field: a publication set for an earlier moment, a note without embargo."""
        problems: dict[str, _StrPromise] = {}
        if self.embargo_note and self.embargo_until is None:
            problems["embargo_note"] = _("Say until when the embargo lasts, or take the note away.")
        go_live_at: datetime | None = getattr(self, GO_LIVE)
        end = self.embargo_end(now) if go_live_at else None
        if go_live_at and end and go_live_at < end:
            problems[GO_LIVE] = _("This moment lies before the end of the embargo. Choose a later one, or none.")
        return problems

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or have it wait for the end of the embargo: the later one of its own and the newest draft's."""
        hold_back(revision, others=[self.latest_revision], ends=self._ends_elsewhere())
        return super().publish(revision, *args, **kwargs)


def _moment(revision: Revision | None, name: str) -> datetime | None:
    return getattr(revision.as_object(), name) if revision is not None else None


def _ends_of(page: ReleasedStory) -> list[datetime]:
    """Return until when a version of ``_elsewhere`` is under embargo, as it is stored and as its newest draft says."""
    stored = parse_datetime(page.drafted_embargo or "")  # type: ignore[attr-defined]  # asked with the page
    return [end for end in (page.embargo_until, stored) if end is not None]


def hold_back(
    revision: Revision,
    *,
    others: Iterable[Revision | None] = (),
    ends: Iterable[datetime] = (),
    now: datetime | None = None,
) -> None:
    """Set a revision's publication to the end of the embargo where it would come earlier; Wagtail then schedules it.

    ``ends`` are those of versions in other languages.
    """
    at = now or clock.now()
    own = [end for one in (revision, *others) if (end := _moment(one, EMBARGO)) is not None]
    last = max((end for end in (*own, *ends) if end > at), default=None)
    if last is None:
        return
    end, planned = last, _moment(revision, GO_LIVE)
    if planned is None or planned < end:
        revision.content = {**revision.content, GO_LIVE: end.isoformat()}
        revision.save(update_fields=["content"])
