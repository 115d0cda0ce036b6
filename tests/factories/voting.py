"""Editions whose public votes, their finalists and their voters, for tests."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from awards.domain import aliases, publication
from awards.editions import rules as edition_rules
from awards.editions.enums import EditionState
from awards.enums import NominationState, PhaseKind
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, Nomination, PublicVote
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import awards, exhibitors

_numbers = itertools.count(1)


def set_comment(page: AwardPage, *, starts: datetime, ends: datetime) -> None:
    """Put an edition into public comment between two moments, whatever its timetable said."""
    edition = AwardEdition.objects.get(award_key=page.translation_key)
    data = edition.rules or {}
    for phase in data["phases"]:
        if phase["kind"] == PhaseKind.PUBLIC_COMMENT:
            phase["starts"], phase["ends"] = clock.local(starts).isoformat(), clock.local(ends).isoformat()
    edition.rules_digest = edition_rules.digest(data)
    edition.state = EditionState.PUBLIC_COMMENT
    edition.save()


def make_edition(site: Site, by: User, *, days_left: float = 5) -> AwardPage:
    """Publish an edition in which the public votes for some days more."""
    page = awards.make_open(site, by)
    now = clock.now()
    set_comment(page, starts=now - timedelta(days=5), ends=now + timedelta(days=days_left))
    return page


def add_entry(page: AwardPage, state: NominationState = NominationState.ELIGIBLE, **values: Any) -> Nomination:
    """Add a dossier that the log takes part."""
    number = next(_numbers)
    rules = edition_rules.from_json(AwardEdition.objects.get(award_key=page.translation_key).rules or {})
    made = Nomination.objects.create(
        **{
            "award_key": page.translation_key,
            "category_code": rules.categories[0].code,
            "title": f"Lò sấy số {number}",
            "title_en": f"Dryer no. {number}",
            "nominee_name": f"Nguyễn Văn {number}",
            "summary": "Tiết kiệm điện.",
            "summary_en": "Saves power.",
            "state": state,
            "created_at": clock.now(),
            "submitted_at": clock.now(),
            **values,
        }
    )
    body = {"category": made.category_code, "dossier": aliases.of_dossier(made), "result": "pass"}
    ledger.append(award_key=page.translation_key, kind=LedgerKind.SCREENING, body=body, now=clock.now())
    return made


def add_finalist(page: AwardPage, by: User, **values: Any) -> Nomination:
    """Add a finalist with its public page."""
    made = add_entry(page, **values)
    return publication.decide_nomination(nomination=made, to=NominationState.FINALIST, by=by, now=clock.now())


def make_voter(*, confirmed: bool = True, **values: Any) -> User:
    """Make an account, by default with a confirmed address."""
    person = exhibitors.make_person(**values)
    person.emailaddress_set.create(email=person.email, verified=confirmed, primary=True)  # type: ignore[attr-defined]
    return person


def add_votes(nomination: Nomination, number: int, **values: Any) -> list[PublicVote]:
    """Store votes of accounts that are long there, all at one moment."""
    people = User.objects.bulk_create(
        User(email=f"cu-tri-{next(_numbers)}@example.org", date_joined=clock.now() - timedelta(days=90))
        for _vote in range(number)
    )
    return PublicVote.objects.bulk_create(
        PublicVote(
            **{
                "award_key": nomination.award_key,
                "category_code": nomination.category_code,
                "nomination": nomination,
                "user": person,
                "at": clock.now() - timedelta(hours=3),
                **values,
            }
        )
        for person in people
    )
