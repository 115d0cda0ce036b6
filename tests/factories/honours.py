"""Decided editions with winners, decisions and certificates for tests."""

from datetime import date
from typing import Any

from wagtail.models import Site

from awards.domain import nominations, publication
from awards.dossiers.enums import MemberRole, MemberState
from awards.editions.enums import EditionState
from awards.enums import Honour, NominationState
from awards.honours.domain import certificates
from awards.models import AwardCertificate, AwardEdition, AwardPage, Decision, DossierMember, Nomination
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import awards as factory


def decide(page: AwardPage, by: User, *, number: str = "149/QĐ-UBND", **values: Any) -> Decision:
    """Record a decision, or one that replaces the last, and bring the edition to "decided", past the work of the jury."""
    last = Decision.objects.filter(award_key=page.translation_key).last()
    made = Decision.objects.create(
        **{
            "award_key": page.translation_key,
            "number": number,
            "decided_on": date(2026, 11, 20),
            "issued_by": "Chủ tịch UBND tỉnh",
            "signed_by": "Nguyễn Văn Ký",
            "recorded_at": clock.now(),
            "recorded_by": by,
            **({"replaces": last, "because": "Quyết định lại."} if last is not None else {}),
            **values,
        }
    )
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=EditionState.DECIDED)
    return made


def make_edition(site: Site, by: User, **values: Any) -> AwardPage:
    """Publish an edition and open its call."""
    return factory.make_open(site, by, **values)


def win(
    page: AwardPage, by: User, honour: Honour = Honour.FIRST, person: User | None = None, **values: Any
) -> Nomination:
    """Bring a new nomination to a winner with its pages; ``person`` is whose dossier it is."""
    edition = AwardEdition.objects.get(award_key=page.translation_key)
    state, edition.state = edition.state, EditionState.OPEN
    edition.save(update_fields=["state"])
    category = (edition.rules or {})["categories"][0]["code"]
    made = nominations.submit_nomination(
        **{
            "award_key": page.translation_key,
            "category_code": category,
            "title": "Máy sấy bơm nhiệt",
            "title_en": "Heat pump dryer",
            "nominee_name": "Nguyễn Thị Hoà",
            "by": person,
            "now": clock.now(),
            "summary": "Tiết kiệm điện.",
            **values,
        }
    )
    if person is not None:
        DossierMember.objects.create(
            nomination=made, user=person, email=person.email, role=MemberRole.LEAD, state=MemberState.ACCEPTED,
            asked_at=clock.now(), answered_at=clock.now(),
        )  # fmt: skip
    nominations.move_nomination(nomination=made, to=NominationState.ELIGIBLE, by=by, now=clock.now())
    publication.decide_nomination(nomination=made, to=NominationState.FINALIST, by=by, now=clock.now())
    made = publication.decide_nomination(
        nomination=made, to=NominationState.WINNER, by=by, now=clock.now(), honour=honour, citation="Bền, rẻ và sạch."
    )
    AwardEdition.objects.filter(pk=edition.pk).update(state=state)
    return made


def issue(page: AwardPage, by: User) -> list[AwardCertificate]:
    """Issue all certificates that are missing."""
    return certificates.issue_all(award_key=page.translation_key, by=by, now=clock.now())
