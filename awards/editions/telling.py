"""Mails about amended rules, to everybody with a nomination that was not withdrawn."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from awards.editions import words
from awards.editions.rules import from_json
from awards.enums import NominationState
from awards.models import AwardPage, EditionAmendment, Nomination
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import translations

KIND = "awards/emails/rules_amended"


@transaction.atomic
def tell(*, amendment_id: int) -> int:
    """Queue the mails about an amendment, note when and how many, and return the number; nobody is told twice."""
    amendment = EditionAmendment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=amendment_id)
    if amendment.told_at is not None:
        return amendment.told
    nominators = (
        Nomination.objects.filter(award_key=amendment.edition.award_key)
        .exclude(state=NominationState.WITHDRAWN)
        .values("nominated_by")
    )
    people = get_user_model().objects.filter(pk__in=nominators, is_active=True).order_by("pk")
    number = 0
    for person in people.iterator():
        _mail(amendment=amendment, person=person)
        number += 1
    amendment.told_at, amendment.told = clock.now(), number
    amendment.save(update_fields=["told_at", "told"])
    return number


def _mail(*, amendment: EditionAmendment, person: Any) -> None:
    language = Language(person.language)
    award_key = amendment.edition.award_key
    with translation.override(language):
        page: Page | None = translations.listed_in(
            AwardPage.objects.filter(translation_key=award_key), language
        ).first()
        context = {
            "recipient_name": person.get_full_name(),
            "title": page.title if page is not None else "",
            "number": amendment.number,
            "reason": (amendment.reason_en if language is Language.ENGLISH else "") or amendment.reason,
            "legal_basis": amendment.legal_basis,
            "changes": words.changes(amendment.changes, from_json(amendment.rules_before), language.value),
            "url": mail.absolute_url(f"{page.get_url_parts()[2]}#amendments") if page is not None else "",
        }
    mail.queue(
        kind=KIND,
        recipient=person.email,
        language=language,
        context=context,
        about=award_key,
        once_for=f"amendment:{amendment.pk}",
    )
