"""Publishing finalists and winners as pages, and taking an honour back in public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from awards import enums, permissions
from awards.domain import nominations
from awards.models import AwardPage, Nomination, NominationPage
from portal.kernel import errors
from portal.kernel.languages import Language


@transaction.atomic
def decide_nomination(
    *,
    nomination: Nomination,
    to: enums.NominationState,
    by: Any,
    now: datetime,
    reason: str = "",
    honour: enums.Honour | None = None,
    citation: str = "",
    citation_en: str = "",
) -> Nomination:
    """Move a nomination and bring the public pages in line in the same transaction; return it as it stands then.

    Finalists, winners and revoked prizes get their page; that of an entry that was withdrawn, or was not eligible after all, is taken down. A finalist
    who was not selected stays public as a finalist.

    Raises what ``move_nomination`` and ``publish_nomination`` raise.
    """
    moved = nominations.move_nomination(nomination=nomination, to=to, by=by, now=now, reason=reason, honour=honour)
    if to in enums.PUBLISHED_STATES:
        publish_nomination(nomination=moved, by=by, citation=citation, citation_en=citation_en)
    elif to in {enums.NominationState.WITHDRAWN, enums.NominationState.INELIGIBLE}:
        for page in NominationPage.objects.filter(nomination=moved, live=True):
            page.unpublish(user=by)
    return moved


@transaction.atomic
def redecide_nomination(
    *, nomination: Nomination, honour: enums.Honour | None, by: Any, now: datetime, reason: str
) -> Nomination:
    """Give a decided nomination what a replacing decision gives it, and bring its pages in line; return it as it stands then.

    Whoever loses a prize stays public as a finalist without one. Raises what ``nominations.redecide_nomination`` raises.
    """
    before = (nomination.state, nomination.honour)
    moved = nominations.redecide_nomination(nomination=nomination, honour=honour, by=by, now=now, reason=reason)
    if (moved.state, moved.honour) == before:
        return moved
    if moved.state in enums.PUBLISHED_STATES:
        publish_nomination(nomination=moved, by=by)
        return moved
    for page in NominationPage.objects.filter(nomination=moved, live=True):
        _describe(page, moved, "")
        if page.locale.language_code == Language.ENGLISH:
            _describe_english(page, moved)
        _publish(page, by)
    return moved


@transaction.atomic
def publish_nomination(*, nomination: Nomination, by: Any, citation: str = "", citation_en: str = "") -> NominationPage:
    """Make the page of a finalist or winner, or bring it up to date, and return the Vietnamese page.

    Where the programme and the nomination have English texts the English page follows.

    Raises NotAllowedError for people outside the secretariat and DomainError for a nomination that is not shortlisted.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    if nomination.state not in enums.PUBLISHED_STATES:
        raise errors.DomainError(_("Only finalists and winners are published."))
    award = (
        AwardPage.objects.filter(translation_key=nomination.award_key, locale__language_code=Language.VIETNAMESE)
        .select_related("locale")
        .first()
    )
    if award is None:
        raise errors.DomainError(_("The page of the award programme is missing."))
    page = NominationPage.objects.filter(nomination=nomination, locale=award.locale).first()
    if page is None:
        page = NominationPage(nomination=nomination, locale=award.locale, owner=by, live=False)
        _describe(page, nomination, citation)
        award.add_child(instance=page)
    _describe(page, nomination, citation)
    _publish(page, by)
    _publish_english(page=page, nomination=nomination, by=by, citation_en=citation_en)
    published: NominationPage = page
    return published


def _publish(page: NominationPage, by: Any) -> None:
    # Who may decide was asked above; rights on the page tree are for editing by hand.
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def _describe(page: NominationPage, nomination: Nomination, citation: str) -> None:
    page.title = nomination.title
    page.category_code = nomination.category_code
    page.recipient = nomination.nominee_name
    page.organisation = nomination.organisation
    page.honour = nomination.honour
    page.is_revoked = nomination.state == enums.NominationState.REVOKED
    page.merits = nomination.summary
    page.technology_key = nomination.technology_key
    if citation:
        page.citation = citation


def _publish_english(*, page: NominationPage, nomination: Nomination, by: Any, citation_en: str) -> None:
    english = Locale.objects.filter(language_code=Language.ENGLISH).first()
    parent = page.get_parent()
    if english is None or not nomination.title_en or not parent.has_translation(english):
        return
    existing = page.get_translation_or_none(english)
    translated = (existing or page.copy_for_translation(english)).specific
    if existing is None:
        # An empty slug is made from the title when the page is cleaned.
        translated.slug = translated.citation = ""
    _describe(translated, nomination, citation_en)
    _describe_english(translated, nomination)
    _publish(translated, by)


def _describe_english(page: NominationPage, nomination: Nomination) -> None:
    page.title = nomination.title_en
    if nomination.organisation is not None and nomination.nominee_name == nomination.organisation.name:
        page.recipient = nomination.organisation.in_language("name", Language.ENGLISH)
    page.merits = nomination.summary_en
