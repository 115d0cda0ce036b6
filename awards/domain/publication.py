"""Publishing finalists and winners as pages, and taking an honour back in public."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from awards import enums, permissions
from awards.models import AwardPage, Nomination, NominationPage
from portal.kernel import errors
from portal.kernel.languages import Language


@transaction.atomic
def publish_nomination(*, nomination: Nomination, by: Any, citation: str = "", citation_en: str = "") -> NominationPage:
    """Make the page of a finalist or winner, or bring it up to date, and return the Vietnamese page.

    Where the programme and the nomination have English texts the English page follows.

    Raises NotAllowedError for people outside the secretariat and DomainError for a nomination that is not shortlisted.
    """
    if not permissions.can_manage_nominations(by):
        raise errors.NotAllowedError
    if nomination.state not in enums.PUBLISHED_STATES:
        raise errors.DomainError(_("Only finalists and winners are published."))
    award = AwardPage.objects.get(translation_key=nomination.award_key, locale__language_code=Language.VIETNAMESE)
    page = NominationPage.objects.filter(nomination=nomination, locale=award.locale).first()
    if page is None:
        page = NominationPage(title=nomination.title, nomination=nomination, locale=award.locale, owner=by)
        _describe(page, nomination, citation)
        award.add_child(instance=page)
    _describe(page, nomination, citation)
    page.save_revision(user=by).publish(user=by)
    _publish_english(page=page, nomination=nomination, by=by, citation_en=citation_en)
    published: NominationPage = page
    return published


def _describe(page: NominationPage, nomination: Nomination, citation: str) -> None:
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
    translated = page.get_translation_or_none(english) or page.copy_for_translation(english)
    translated = translated.specific
    _describe(translated, nomination, citation_en)
    translated.title = nomination.title_en
    translated.merits = nomination.summary_en
    translated.citation = citation_en or translated.citation
    translated.save_revision(user=by).publish(user=by)
