"""Mails about amended rules, to the people of every nomination that was not withdrawn."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from wagtail.models import Page

from awards.dossiers.enums import MemberState
from awards.editions import words
from awards.editions.rules import from_json
from awards.enums import NominationState
from awards.models import AwardPage, DossierMember, EditionAmendment, Nomination
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import translations

KIND = "awards/emails/rules_amended"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, by account or by the address at which a nominee agreed."""

    email: str
    name: str
    language: Language


@transaction.atomic
def tell(*, amendment_id: int) -> int:
    """Queue the mails about an amendment, note when and how many, and return the number; nobody is told twice."""
    amendment = EditionAmendment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=amendment_id)
    if amendment.told_at is not None:
        return amendment.told
    number = 0
    for recipient in _entrants(amendment.edition.award_key):
        _mail(amendment=amendment, recipient=recipient)
        number += 1
    amendment.told_at, amendment.told = clock.now(), number
    amendment.save(update_fields=["told_at", "told"])
    return number


def _entrants(award_key: UUID) -> list[Recipient]:
    """Return everybody whose dossier was not withdrawn: who nominated, who works on it, and nominees who agreed, each once."""
    living = Nomination.objects.filter(award_key=award_key).exclude(state=NominationState.WITHDRAWN)
    members = DossierMember.objects.filter(nomination__in=living, state=MemberState.ACCEPTED)
    accounts = Q(pk__in=living.values("nominated_by")) | Q(pk__in=members.values("user"))
    found = {
        person.email.lower(): Recipient(person.email, person.get_full_name(), Language(person.language))
        for person in get_user_model().objects.filter(accounts, is_active=True).order_by("pk")
    }
    for member in members.filter(user=None).select_related("nomination").order_by("pk"):
        nominee = Recipient(member.email, member.nomination.nominee_name, Language.VIETNAMESE)
        found.setdefault(member.email.lower(), nominee)
    return list(found.values())


def _mail(*, amendment: EditionAmendment, recipient: Recipient) -> None:
    language = recipient.language
    award_key = amendment.edition.award_key
    with translation.override(language):
        page: Page | None = translations.listed_in(
            AwardPage.objects.filter(translation_key=award_key), language
        ).first()
        context = {
            "recipient_name": recipient.name,
            "title": page.title if page is not None else "",
            "number": amendment.number,
            "reason": (amendment.reason_en if language is Language.ENGLISH else "") or amendment.reason,
            "legal_basis": amendment.legal_basis,
            "changes": words.changes(amendment.changes, from_json(amendment.rules_before), language.value),
            "url": mail.absolute_url(f"{page.get_url_parts()[2]}#amendments") if page is not None else "",
        }
    mail.queue(
        kind=KIND,
        recipient=recipient.email,
        language=language,
        context=context,
        about=award_key,
        once_for=f"amendment:{amendment.pk}",
    )
