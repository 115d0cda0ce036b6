"""Reads of certificates, revocations and winners' pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest

from awards.editions.queries import Told
from awards.enums import NominationState
from awards.honours.enums import CertificateState
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.pages import shell, translations

if TYPE_CHECKING:
    from awards.models import AwardCertificate, AwardPage, AwardRevocation, NominationPage


def _model(name: str) -> Any:
    # The models of pages name this module.
    return apps.get_model("awards", name)


def show_way(request: HttpRequest, *more: tuple[str, str]) -> None:
    """Put the way from the list of awards above a view that is no page."""
    index = translations.listed_in(_model("AwardIndexPage").objects.all()).select_related("locale").first()
    way = [(index.title, index.url or "")] if index is not None else []
    shell.add_breadcrumbs(request, *way, *more)


def certificate(code: str) -> "AwardCertificate | None":
    """Return the certificate of a code, whatever its state; None where there is none."""
    found: AwardCertificate | None = (
        _model("AwardCertificate")
        .objects.select_related("nomination__revocation", "decision", "replacement__decision")
        .filter(code=code.upper())
        .first()
    )
    return found


def valid_certificate(nomination_id: int) -> "AwardCertificate | None":
    """Return the certificate that a winner holds now."""
    found: AwardCertificate | None = (
        _model("AwardCertificate")
        .objects.select_related("decision")
        .filter(nomination=nomination_id, state=CertificateState.VALID)
        .first()
    )
    return found


def certificates_of(award_key: UUID) -> "list[AwardCertificate]":
    """Return all certificates of an edition, by decision and number; one query."""
    rows = _model("AwardCertificate").objects.filter(nomination__award_key=award_key)
    return list(rows.select_related("nomination", "decision", "replacement").order_by("decision", "number"))


def page_of(nomination_id: int) -> "NominationPage | None":
    """Return the public page of a winner as readers of the active language find it."""
    pages = _model("NominationPage").objects.filter(nomination=nomination_id)
    found: NominationPage | None = translations.listed_in(pages).select_related("locale").first()
    return found


def edition_page(award_key: UUID) -> "AwardPage | None":
    """Return the public page of an edition for readers of the active language."""
    pages = _model("AwardPage").objects.filter(translation_key=award_key)
    found: AwardPage | None = (
        translations.listed_in(pages).select_related("locale", "organiser").prefetch_related("categories").first()
    )
    return found


def reason_in(revocation: "AwardRevocation | None", otherwise: str = "") -> Told:
    """Return the public reason of a revocation as readers of the active language get it, or another text that is Vietnamese."""
    is_english = languages.current() is Language.ENGLISH
    if revocation is not None and is_english and revocation.reason_en:
        return Told(revocation.reason_en)
    text = revocation.reason if revocation is not None else otherwise
    return Told(text, is_vietnamese=is_english and bool(text))


@dataclass(frozen=True, slots=True)
class Revoked:
    """What readers learn of a prize that was taken back.

    ``reason`` is empty where it was taken back before reasons were written for readers: what stands in the log then was not.
    """

    day: date
    number: str
    decided_on: date | None
    reason: Told


def revoked_of(nomination_ids: Iterable[int]) -> dict[int, Revoked]:
    """Return what readers learn of these revocations, by nomination; two queries, none where nothing is asked for."""
    wanted = set(nomination_ids)
    if not wanted:
        return {}
    records = {row.nomination_id: row for row in _model("AwardRevocation").objects.filter(nomination__in=wanted)}
    steps = _model("NominationLog").objects.filter(nomination__in=wanted, to_state=NominationState.REVOKED)
    days = {key: clock.local(at).date() for key, at in steps.values_list("nomination", "at")}
    found = {}
    for key, day in days.items():
        record = records.get(key)
        found[key] = Revoked(
            day=day,
            number=record.number if record else "",
            decided_on=record.decided_on if record else None,
            reason=reason_in(record),
        )
    return found


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision by which a result stands; who issued it is known of recorded ones only."""

    number: str
    decided_on: date
    issued_by: str = ""


def decision_of(award: "AwardPage") -> DecisionView | None:
    """Return the decision of an edition: the one recorded last, or what its page says of one from before there were records."""
    row = _model("Decision").objects.filter(award_key=award.translation_key).order_by("-recorded_at", "-pk").first()
    if row is not None:
        return DecisionView(row.number, row.decided_on, row.issued_by)
    if award.decided_on is None:
        return None
    return DecisionView(award.decision_number, award.decided_on)


def organisation_beside(page: "NominationPage", language: Language) -> str:
    """Return the name of the organisation behind an entry, empty where it has no public profile or is the recipient itself."""
    organisation = page.organisation
    if organisation is None or not organisation.is_public:
        return ""
    if page.recipient in {organisation.name, organisation.name_en}:
        return ""
    return str(organisation.in_language("name", language))
