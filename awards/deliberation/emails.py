"""Mails about meetings, the shortlist, objections, the decision and appeals."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils import translation

from awards import permissions
from awards.dossiers.emails import edition_title
from awards.dossiers.enums import MemberRole, MemberState
from awards.enums import NominationState
from awards.models import (
    Appeal,
    AwardPage,
    Decision,
    DossierMember,
    EditionSecretary,
    Juror,
    Meeting,
    Nomination,
    Objection,
    Rehearing,
    Shortlist,
)
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import translations

KINDS = (
    "council_meeting",
    "council_meeting_off",
    "shortlist_published",
    "objection_confirm",
    "objection_received",
    "objection_answered",
    "award_decided",
    "award_reopened",
    "award_decided_anew",
    "appeal_received",
    "appeal_assigned",
    "appeal_answered",
    "case_waiting",
)


def _url(name: str, language: Language, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def page_url(award_key: UUID, language: Language) -> str:
    """Return the full address of an edition's page as readers of a language know it, empty where it has none."""
    page = translations.listed_in(AwardPage.objects.filter(translation_key=award_key), language).first()
    return mail.absolute_url(str(page.url)) if page is not None and page.url else ""


def _send(kind: str, award_key: UUID, recipient: str, name: str, language: Language, **more: Any) -> None:
    mail.queue(
        kind=f"awards/emails/{kind}",
        recipient=recipient,
        language=language,
        context={"recipient_name": name, "edition": edition_title(award_key, language), **more},
        about=award_key,
    )


def _title(nomination: Nomination | None, language: Language) -> str:
    if nomination is None:
        return ""
    return nomination.title_en if language is Language.ENGLISH and nomination.title_en else nomination.title


def _prize(nomination: Nomination, language: Language) -> str:
    with translation.override(language):
        return str(nomination.get_honour_display())


def _to_jurors(kind: str, meeting: Meeting, jurors: Iterable[Juror], **more: Any) -> None:
    for juror in jurors:
        language = Language(juror.user.language) if juror.user is not None else Language.VIETNAMESE
        url = _url("awards:council-meeting", language, meeting.award_key, meeting.number)
        email = juror.user.email if juror.user is not None else juror.email
        about = {"number": meeting.number, "held_at": meeting.held_at, "place": meeting.place, "url": url}
        _send(kind, meeting.award_key, email, juror.full_name, language, **about, **more)


def meeting_planned(*, meeting: Meeting, jurors: Iterable[Juror], changed: bool = False) -> None:
    """Invite the members of the council; or tell them of another time or place."""
    _to_jurors("council_meeting", meeting, jurors, changed=changed)


def meeting_called_off(*, meeting: Meeting, jurors: Iterable[Juror]) -> None:
    """Tell the members that a meeting is not held, and why."""
    _to_jurors("council_meeting_off", meeting, jurors, reason=meeting.called_off_because)


def _writers(nominations: Iterable[Nomination]) -> Iterable[DossierMember]:
    people = DossierMember.objects.filter(
        nomination__in=list(nominations), state=MemberState.ACCEPTED, user__is_active=True
    )
    return people.exclude(role=MemberRole.NOMINEE).select_related("user", "nomination").order_by("pk")


def _to_writers(kind: str, nominations: Iterable[Nomination], *, only: Language | None = None, **more: Any) -> None:
    for member in _writers(nominations):
        if member.user is None or only not in {None, Language(member.user.language)}:
            continue
        language = Language(member.user.language)
        key = member.nomination.award_key
        context = {
            "dossier": _title(member.nomination, language),
            "is_finalist": member.nomination.state == NominationState.FINALIST,
            "is_winner": member.nomination.state == NominationState.WINNER,
            "prize": _prize(member.nomination, language),
            "url": page_url(key, language),
            "dossier_url": _url("awards:dossier", language, member.nomination.public_id),
            **more,
        }
        _send(kind, key, member.user.email, member.user.get_full_name(), language, **context)


def shortlist_published(*, shortlist: Shortlist, nominations: Iterable[Nomination]) -> None:
    """Tell the people of every dossier that took part whether it is on the shortlist, and until when anybody may object."""
    _to_writers("shortlist_published", nominations, until=shortlist.comment_until)


def decided(*, decision: Decision) -> None:
    """Tell the people of every dossier that took part of the decision."""
    rows = Nomination.objects.filter(
        award_key=decision.award_key, state__in=[NominationState.WINNER, NominationState.NOT_SELECTED]
    )
    _to_writers("award_decided", rows, number=decision.number, day=decision.decided_on, issuer=decision.issued_by)


def _decided(award_key: UUID) -> Any:
    return Nomination.objects.filter(
        award_key=award_key, state__in=[NominationState.WINNER, NominationState.NOT_SELECTED]
    )


def _in(language: Language, vietnamese: str, english: str) -> str:
    return english if language is Language.ENGLISH and english else vietnamese


def rehearing(*, rehearing: Rehearing) -> None:
    """Tell the people of every dossier that was decided that the edition is decided anew and why; or that the decision stands."""
    decision = rehearing.decision
    for language in Language:
        reason = rehearing.outcome or _in(language, rehearing.reason, rehearing.reason_en)
        _to_writers(
            "award_reopened",
            _decided(rehearing.award_key),
            only=language,
            number=decision.number,
            day=decision.decided_on,
            why=reason,
            stands=bool(rehearing.outcome),
        )


def decided_anew(*, decision: Decision) -> None:
    """Tell the people of every dossier that was decided of the decision that replaces the one before, and what it gives them."""
    old = decision.replaces
    if old is None:
        return
    for language in Language:
        _to_writers(
            "award_decided_anew",
            _decided(decision.award_key),
            only=language,
            number=decision.number,
            day=decision.decided_on,
            issuer=decision.issued_by,
            old_number=old.number,
            old_day=old.decided_on,
            why=_in(language, decision.because, decision.because_en),
        )


def secretaries(award_key: UUID) -> Iterable[Any]:
    """Return who looks after an edition: those named for it, else the whole secretariat."""
    named = EditionSecretary.objects.filter(award_key=award_key).values("user")
    people = get_user_model().objects.filter(pk__in=named, is_active=True)
    if people.exists():
        return people.order_by("pk")
    return ModelBackend().with_perm(permissions.MANAGE, is_active=True, include_superusers=False).order_by("pk")


def _case_waits(award_key: UUID, address: str, *, is_appeal: bool) -> None:
    url = mail.absolute_url(reverse(address, args=[award_key]))
    for person in secretaries(award_key):
        name, language = person.get_full_name(), Language(person.language)
        _send("case_waiting", award_key, person.email, name, language, url=url, is_appeal=is_appeal)


def _to_objector(kind: str, objection: Objection, **more: Any) -> None:
    language = Language(objection.language)
    context = {"dossier": _title(objection.nomination, language), "words": objection.text, **more}
    context = {"url": page_url(objection.award_key, language), **context}
    _send(kind, objection.award_key, objection.email, objection.full_name, language, **context)


def objection_confirm(*, objection: Objection, secret: str) -> None:
    """Send the link that makes an objection count."""
    url = _url("awards:objection-confirm", Language(objection.language), secret)
    _to_objector("objection_confirm", objection, url=url)


def objection_received(*, objection: Objection) -> None:
    """Send the receipt, and tell the secretariat."""
    _to_objector("objection_received", objection, number=str(objection.public_id), at=objection.received_at)
    _case_waits(objection.award_key, "awards-objections", is_appeal=False)


def objection_answered(*, objection: Objection) -> None:
    """Send the answer."""
    number = str(objection.public_id)
    _to_objector("objection_answered", objection, number=number, result=objection.state, answer=objection.answer)


def _to_appellant(kind: str, appeal: Appeal, **more: Any) -> None:
    person = appeal.by
    if person is None or not person.is_active:
        return
    language = Language(person.language)
    context = {
        "dossier": _title(appeal.nomination, language),
        "url": _url("awards:appeal", language, appeal.nomination.public_id),
        **more,
    }
    _send(kind, appeal.nomination.award_key, person.email, person.get_full_name(), language, **context)


def appeal_received(*, appeal: Appeal) -> None:
    """Send the receipt, and tell the secretariat, which gives it to another officer."""
    _to_appellant("appeal_received", appeal, due_at=appeal.due_at, number=str(appeal.public_id))
    _case_waits(appeal.nomination.award_key, "awards-appeals", is_appeal=True)


def appeal_assigned(*, appeal: Appeal) -> None:
    """Tell the officer of an appeal that is theirs now."""
    officer, key = appeal.officer, appeal.nomination.award_key
    if officer is None:
        return
    url = mail.absolute_url(reverse("awards-appeal", args=[key, appeal.public_id]))
    about = {"url": url, "due_at": appeal.due_at, "ground": appeal.ground}
    _send("appeal_assigned", key, officer.email, officer.get_full_name(), Language(officer.language), **about)


def appeal_answered(*, appeal: Appeal) -> None:
    """Send the outcome."""
    _to_appellant("appeal_answered", appeal, result=appeal.state, outcome=appeal.outcome, follows=appeal.follows)
