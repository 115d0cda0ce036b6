"""Mails about dossiers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from awards import permissions
from awards.dossiers import calls
from awards.dossiers.enums import MemberRole, MemberState
from awards.enums import NominationState
from awards.models import AwardPage, DossierMember, Nomination
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import translations

RECEIPTS: Final = frozenset({"dossier_received", "dossier_cure_answered"})
"""Kinds of mails that list the files with their digests."""


def edition_title(award_key: UUID, language: Language) -> str:
    """Return the title of an edition as readers of a language know it."""
    page = translations.listed_in(AwardPage.objects.filter(translation_key=award_key), language).first()
    return str(page.title) if page is not None else ""


def _url(name: str, language: Language, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(f"awards:{name}", args=args))


def writers(nomination: Nomination) -> Iterable[DossierMember]:
    """Return who works on a dossier, for mails to all of them."""
    people = DossierMember.objects.filter(nomination=nomination, state=MemberState.ACCEPTED, user__is_active=True)
    return people.exclude(role=MemberRole.NOMINEE).select_related("user").order_by("pk")


def _common(nomination: Nomination, language: Language) -> dict[str, Any]:
    title = nomination.title_en if language is Language.ENGLISH and nomination.title_en else nomination.title
    return {"dossier": title, "edition": edition_title(nomination.award_key, language)}


def _files(nomination: Nomination, language: Language) -> list[dict[str, Any]]:
    call = calls.find(nomination.award_key)
    titles = {} if call is None else {one.key: calls.told(one.title, language) for one in call.rules.documents}
    return [
        {
            "document": titles.get(kept.key, kept.key),
            "is_twin": kept.is_twin,
            "name": kept.file.original_name,
            "sha256": kept.sha256,
        }
        for kept in nomination.files.select_related("file")
    ]


def tell(kind: str, nomination: Nomination, people: Iterable[DossierMember], once_for: str = "", **more: Any) -> None:
    """Queue a mail of a kind to people of a dossier, each in their own language, with its title, edition and address."""
    for member in people:
        language = Language(member.user.language) if member.user is not None else Language.VIETNAMESE
        mail.queue(
            kind=f"awards/emails/{kind}",
            recipient=member.user.email if member.user is not None else member.email,
            language=language,
            context={
                "recipient_name": member.user.get_full_name() if member.user is not None else nomination.nominee_name,
                # A nominee reads the dossier nowhere.
                "url": _url("dossier", language, nomination.public_id) if permissions.is_writer(member) else "",
                **_common(nomination, language),
                **({"files": _files(nomination, language)} if kind in RECEIPTS else {}),
                **more,
            },
            about=nomination.award_key,
            once_for=once_for,
        )


def everybody(nomination: Nomination) -> list[DossierMember]:
    """Return who works on a dossier, and the nominee who agreed to it, with or without an account; nobody twice."""
    writing = list(writers(nomination))
    nominees = DossierMember.objects.filter(
        Q(user=None) | Q(user__is_active=True),
        nomination=nomination,
        state=MemberState.ACCEPTED,
        role=MemberRole.NOMINEE,
    ).select_related("user")
    known = {member.user_id for member in writing}
    return [*writing, *(member for member in nominees if member.user_id not in known)]


def receipt(*, nomination: Nomination) -> None:
    """Tell everybody who writes it, and the nominee who agreed, that the dossier is in; with each file and its SHA-256."""
    people = everybody(nomination)
    tell("dossier_received", nomination, people, number=str(nomination.public_id), at=nomination.submitted_at)


def withdrawn(*, nomination: Nomination) -> None:
    """Tell everybody who writes it that the dossier was taken back."""
    tell("dossier_withdrawn", nomination, writers(nomination))


def ending(*, nomination: Nomination, ends: datetime) -> None:
    """Remind everybody who writes it, once for this end of the call, that the dossier is not handed in."""
    once_for = f"ending:{nomination.pk}:{ends.isoformat()}"
    is_awaiting = nomination.state == NominationState.AWAITING
    last_day = clock.local(ends - timedelta(microseconds=1)).date()
    tell("dossier_ending", nomination, writers(nomination), once_for, last_day=last_day, is_awaiting=is_awaiting)


def nominee_declined(*, nomination: Nomination) -> None:
    """Tell everybody who writes it that the nominee does not agree."""
    tell("dossier_declined", nomination, writers(nomination), nominee=nomination.nominee_name)


def _ask(kind: str, member: DossierMember, secret: str, by: Any) -> None:
    language = Language(by.language)
    mail.queue(
        kind=f"awards/emails/{kind}",
        recipient=member.email,
        language=language,
        context={
            **_common(member.nomination, language),
            "recipient_name": member.nomination.nominee_name,
            "asked_by": by.get_full_name(),
            "expires_at": member.expires_at,
            "url": _url("dossier-asked", language, secret),
        },
        about=member.nomination.award_key,
    )


def nominee_asked(*, member: DossierMember, secret: str, by: Any) -> None:
    """Send the nominee the link, in the language of who nominates."""
    _ask("dossier_nominee", member, secret, by)


def co_author_invited(*, member: DossierMember, secret: str, by: Any) -> None:
    """Send a co-author the link, in the language of who asks."""
    _ask("dossier_co_author", member, secret, by)
