"""The last day of each phase of an award in the public calendar."""

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from awards.editions.enums import EditionState
from awards.enums import PhaseKind
from awards.models import AwardEdition, AwardPage, AwardPhase
from events.domain import calendar
from events.domain.dated import Dated
from events.enums import DatedKind
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import translations

SENTENCES: Final = {
    PhaseKind.CALL: gettext_noop("Nominations close: %(title)s"),
    PhaseKind.SCREENING: gettext_noop("Check of eligibility ends: %(title)s"),
    PhaseKind.SCORING: gettext_noop("Scoring by the jury ends: %(title)s"),
    PhaseKind.DELIBERATION: gettext_noop("Deliberation of the council ends: %(title)s"),
    PhaseKind.PUBLIC_COMMENT: gettext_noop("Public comment closes: %(title)s"),
    PhaseKind.DECISION: gettext_noop("Decision is announced: %(title)s"),
    PhaseKind.APPEAL: gettext_noop("Appeals close: %(title)s"),
    PhaseKind.CEREMONY: gettext_noop("Ceremony: %(title)s"),
}


def source(*, groups: Collection[uuid.UUID] | None, language: Language) -> list[Dated]:
    """Return the deadlines of public editions for readers of a language; five queries at most.

    The days are those of the Vietnamese page where there is one: the rows of its translations are written by hand. Those of a
    cancelled edition stay, marked.
    """
    cancelled = AwardEdition.objects.filter(award_key=OuterRef("translation_key"), state=EditionState.CANCELLED)
    rows = translations.listed_in(AwardPage.objects.all(), language)
    if groups is not None:
        rows = rows.filter(translation_key__in=groups)
    pages = list(
        rows.annotate(is_cancelled=Exists(cancelled))
        .select_related("locale", "organiser")
        .prefetch_related("fields_of_technology")
        .defer("body", "folded")
        .order_by("translation_key")
    )
    keys = [page.translation_key for page in pages]
    phases: dict[uuid.UUID, dict[str, list[AwardPhase]]] = {}
    for phase in (
        AwardPhase.objects.filter(
            page__in=AwardPage.objects.live().public().filter(translation_key__in=keys, alias_of=None)
        )
        .select_related("page", "page__locale")
        .order_by("ends_on", "translation_key")
    ):
        by_language = phases.setdefault(phase.page.translation_key, {})
        by_language.setdefault(phase.page.locale.language_code, []).append(phase)
    found: list[Dated] = []
    for page in pages:
        own = phases.get(page.translation_key, {})
        rows_of = own.get(Language.VIETNAMESE.value) or own.get(page.locale.language_code) or []
        found += [_dated(page, phase, language) for phase in rows_of]
    return found


def _dated(page: AwardPage, phase: AwardPhase, language: Language) -> Dated:
    with translation.override(language):
        summary = _(SENTENCES[PhaseKind(phase.kind)]) % {"title": page.title}
        return Dated(
            key=phase.translation_key,
            group=page.translation_key,
            kind=DatedKind.AWARD_DEADLINE,
            starts=phase.ends_on,
            ends=phase.ends_on + timedelta(days=1),
            summary=summary,
            url=mail.absolute_url(urlsplit(page.url or "/").path),
            description=page.lead,
            fields=tuple(sorted(term.code for term in page.fields_of_technology.all())),
            categories=tuple(term.label for term in page.fields_of_technology.all()),
            organisers=(page.organiser.slug,) if page.organiser else (),
            organizer_name=page.organiser_label,
            cancelled=page.is_cancelled,
        )


def on_changed(instance: Page, **_kwargs: Any) -> None:
    """Receive publishing, unpublishing and deletion of a programme."""
    if isinstance(instance, AwardPage) and instance.alias_of_id is None:
        calendar.refresh_dated(groups=[instance.translation_key], now=clock.now())
