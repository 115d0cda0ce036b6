"""Judged dossiers and editions that are over, for tests."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.enums import AssignmentState, JurorState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import (
    Assignment,
    AwardEdition,
    AwardPage,
    EditionStep,
    Juror,
    Mark,
    MarkSheet,
    Nomination,
)
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import dossiers, voting

_numbers = itertools.count(1)


def make_jurors(page: AwardPage, number: int) -> list[Juror]:
    """Add jurors who accepted."""
    return [
        Juror.objects.create(
            award_key=page.translation_key,
            email=f"giam-khao-{place}@example.org",
            full_name=f"Giám Khảo {place}",
            alias=f"GK-{place}",
            state=JurorState.ACCEPTED,
            invited_at=clock.now(),
            expires_at=clock.now(),
            answered_at=clock.now(),
        )
        for place in itertools.islice(_numbers, number)
    ]


def add_sheet(juror: Juror, nomination: Nomination, points: int, remark: str = "") -> MarkSheet:
    """Hand in a sheet with the same points for every criterion, as the log has it."""
    now = clock.now()
    given = Assignment.objects.create(
        juror=juror, nomination=nomination, state=AssignmentState.CONFIRMED, given_at=now, confirmed_at=now
    )
    sheet = MarkSheet.objects.create(
        assignment=given, state=MarkState.SUBMITTED, saved_at=now, submitted_at=now, remark=remark, note="Riêng."
    )
    page = AwardPage.objects.filter(translation_key=nomination.award_key)[0]
    keys = [criterion.key for criterion in dossiers.rules_of(page).criteria]
    Mark.objects.bulk_create(Mark(sheet=sheet, key=key, points=points, remark=f"{remark} {key}") for key in keys)
    body = {
        "category": nomination.category_code,
        "dossier": nomination.alias,
        "juror": juror.alias,
        "points": dict.fromkeys(keys, points),
    }
    ledger.append(award_key=nomination.award_key, kind=LedgerKind.SCORE, body=body, now=now)
    return sheet


def set_state(page: AwardPage, state: EditionState, *, at: datetime | None = None, by: Any = None) -> None:
    """Put an edition into a state, with the step that tells when."""
    edition = AwardEdition.objects.get(award_key=page.translation_key)
    EditionStep.objects.create(
        edition=edition, at=at or clock.now(), by=by, from_state=edition.state, to_state=state, reason="Vì thử."
    )
    AwardEdition.objects.filter(pk=edition.pk).update(state=state)


def tally(page: AwardPage, votes: dict[str, int], category: str) -> None:
    """Note a tally in the log."""
    body = {"category": category, "votes": votes, "struck": 1}
    ledger.append(award_key=page.translation_key, kind=LedgerKind.VOTE_TALLY, body=body, now=clock.now())


def decided_edition(site: Site, secretary: User, lead: User) -> dict[str, Any]:
    """Make a decided edition of three dossiers with three jurors; ``lead`` wrote the one that lost, with a file in it."""
    page = voting.make_edition(site, secretary)
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=EditionState.OPEN)
    lost = dossiers.complete(page, dossiers.start(page, lead, title="Hồ sơ thua", title_en="Lost entry"), lead)
    ready = voting.add_entry(page, title="Mẫu")
    Nomination.objects.filter(pk=lost.pk).update(state="not-selected", submitted_at=clock.now(), alias="HS-LOST2")
    lost.refresh_from_db()
    body = {"category": lost.category_code, "dossier": lost.alias, "result": "pass"}
    ledger.append(award_key=page.translation_key, kind=LedgerKind.SCREENING, body=body, now=clock.now())
    winner = voting.add_finalist(page, secretary)
    jurors = make_jurors(page, 3)
    for juror, mine, best, poor in zip(jurors, (6, 7, 9), (9, 9, 10), (1, 2, 3), strict=True):
        add_sheet(juror, lost, mine, "Cần số liệu đo.")
        add_sheet(juror, winner, best)
        if juror is not jurors[0]:
            add_sheet(juror, ready, poor)
    aliases = {lost.alias: 5, winner.alias: 10, ready.alias: 0}
    tally(page, aliases, lost.category_code)
    Nomination.objects.filter(pk=winner.pk).update(state="winner", honour="first")
    Nomination.objects.filter(pk=ready.pk).update(state="not-selected")
    set_state(page, EditionState.DECIDED)
    return {"page": page, "secretary": secretary, "lead": lead, "lost": lost, "winner": winner, "third": ready}


def days(page: AwardPage, number: float) -> timedelta:
    """Return the edition's time of keeping and some days more."""
    return timedelta(days=dossiers.rules_of(page).retention_days + number)
