"""Editions in which the jury scores, for tests: phases moved so that scoring runs now, jurors and dossiers as rows."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wagtail.models import Site

from awards.domain import aliases
from awards.dossiers.domain import files as dossier_files
from awards.editions import rules as edition_rules
from awards.editions.enums import EditionState, Preset
from awards.enums import NominationState, PhaseKind
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking.domain import sheets
from awards.models import Assignment, AwardEdition, AwardPage, DossierAnswer, DossierFile, MarkSheet, Nomination
from portal.accounts.models import User
from portal.kernel import clock
from portal.media.domain import private_files
from portal.media.enums import FileKind
from tests.factories import awards, dossiers, jury

_numbers = itertools.count(1)


def make_scoring(site: Site, by: User, *, preset: Preset = Preset.INNOVATION) -> AwardPage:
    """Open an edition and bring it to scoring, which began yesterday."""
    page = awards.make_open(site, by, preset=preset)
    move(page.translation_key, EditionState.SCORING)
    return page


def move(award_key: UUID, to: EditionState) -> None:
    """Put an edition into a state, without the steps before it; scoring began yesterday."""
    edition = AwardEdition.objects.get(award_key=award_key)
    found = edition_rules.from_json(edition.rules or {})
    first = found.phase(PhaseKind.SCORING)
    assert first is not None
    shift = clock.at(clock.today() - timedelta(days=1), 0) - first.starts
    phases = tuple(
        dataclasses.replace(phase, starts=phase.starts + shift, ends=phase.ends + shift) for phase in found.phases
    )
    edition.rules = edition_rules.to_json(dataclasses.replace(found, phases=phases))
    edition.state = to
    edition.save()


def rules_of(award_key: UUID) -> edition_rules.EditionRules:
    """Return the frozen rules."""
    return edition_rules.from_json(AwardEdition.objects.get(award_key=award_key).rules or {})


def ends_of(award_key: UUID) -> datetime:
    """Return the first moment that is too late to hand in."""
    phase = rules_of(award_key).phase(PhaseKind.SCORING)
    assert phase is not None
    return phase.ends


def widen_scale(award_key: UUID, most: int) -> None:
    """Let jurors give up to ``most`` points for every criterion."""
    edition = AwardEdition.objects.get(award_key=award_key)
    for criterion in (edition.rules or {})["criteria"]:
        criterion["max_points"] = most
    edition.save()


def put(nomination: Nomination, key: str, by: User, *, twin: bool = False) -> DossierFile:
    """Put a file into a dossier that was handed in, as a row."""
    stored = private_files.store(
        file=dossiers.pdf(),
        purpose=dossier_files.PURPOSE,
        subject=str(nomination.public_id),
        field="file",
        by=by,
        now=clock.now(),
        kinds=(FileKind.PDF,),
    )
    return DossierFile.objects.create(nomination=nomination, key=key, is_twin=twin, file=stored, sha256="0" * 64)


def make_dossier(page: AwardPage, **values: Any) -> Nomination:
    """Make a dossier that was found eligible, with an answer to each criterion, as the log tells of it."""
    number, now, key = next(_numbers), clock.now(), page.translation_key
    rules = rules_of(key)
    fields = {
        "category_code": rules.categories[0].code,
        "title": f"Máy sấy chấm điểm {number}",
        "nominee_name": f"Nguyễn Văn Chấm {number}",
        "summary": "Tiết kiệm ba phần điện.",
        "state": NominationState.ELIGIBLE,
        **values,
    }
    made = Nomination.objects.create(award_key=key, created_at=now, submitted_at=now, **fields)
    DossierAnswer.objects.bulk_create(
        DossierAnswer(nomination=made, key=one.key, text=f"Có số liệu về {one.title.vi}.", saved_at=now)
        for one in rules.criteria
    )
    body = {"category": made.category_code, "dossier": aliases.of_dossier(made), "result": "pass"}
    ledger.append(award_key=key, kind=LedgerKind.SCREENING, body=body, now=now)
    return made


def assign(page: AwardPage, dossiers: Iterable[Nomination], jurors: int = 3) -> list[Assignment]:
    """Make jurors and give each of them every dossier."""
    people = [jury.make_juror(page.translation_key) for _one in range(jurors)]
    return [jury.give(person, dossier) for dossier in dossiers for person in people]


def words(award_key: UUID, points: int | Mapping[str, int | None] = 7, **values: Any) -> sheets.Words:
    """Return what a juror writes: the same points for every criterion, or those given."""
    keys = [criterion.key for criterion in rules_of(award_key).criteria]
    return sheets.Words(points=dict.fromkeys(keys, points) if isinstance(points, int) else points, **values)


def save(assignment: Assignment, points: int | Mapping[str, int | None] = 7, **values: Any) -> MarkSheet:
    """Save a draft on whatever is stored."""
    stored = MarkSheet.objects.filter(assignment=assignment).first()
    return sheets.save_draft(
        assignment=assignment,
        words=words(assignment.nomination.award_key, points, **values),
        by=assignment.juror.user,
        now=clock.now(),
        seen_at=stored.saved_at if stored is not None else None,
    )


def hand_in(assignment: Assignment, points: int | Mapping[str, int | None] = 7, **values: Any) -> MarkSheet:
    """Fill a sheet in and hand it in."""
    draft = save(assignment, points, **values)
    return sheets.hand_in(assignment=assignment, by=assignment.juror.user, seen_at=draft.saved_at)
