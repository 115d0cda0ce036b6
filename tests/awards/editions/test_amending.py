"""Amending frozen rules: recorded, told, written into both pages; what may never be amended."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from wagtail.models import Site

from awards.editions import rules as edition_rules
from awards.editions import telling
from awards.editions.domain import amending, opening, steps
from awards.editions.enums import EditionState
from awards.enums import NominationState, PhaseKind
from awards.models import AwardEdition, AwardPage, DossierMember, EditionAmendment, EditionSecretary, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db
END = "phases.appeal.ends"


@worlds.standing
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@worlds.standing
def page(site: Site, secretary: User) -> AwardPage:
    return factory.make_open(site, secretary)


def rules_of(page: AwardPage) -> edition_rules.EditionRules:
    return edition_rules.from_json(AwardEdition.objects.get(award_key=page.translation_key).rules or {})


def later(page: AwardPage, kind: PhaseKind, days: int) -> str:
    phase = rules_of(page).phase(kind)
    assert phase is not None
    return (phase.ends + timedelta(days=days)).isoformat(timespec="seconds")


def amend(
    page: AwardPage, by: Any, changes: dict[str, Any], now: datetime | None = None, **values: Any
) -> EditionAmendment:
    return amending.amend_edition(
        **{
            "award_key": page.translation_key,
            "changes": changes,
            "reason": "Bão lũ.",
            "reason_en": "Storms.",
            "legal_basis": "Thông báo số 2",
            "by": by,
            "now": now or clock.now(),
            **values,
        }
    )


def started(page: AwardPage, kind: PhaseKind) -> datetime:
    phase = rules_of(page).phase(kind)
    assert phase is not None
    return phase.starts


def test_amendment_keeps_before_and_after_and_changes_both_pages(page: AwardPage, secretary: User) -> None:
    before = AwardEdition.objects.get()
    made = amend(page, secretary, {"quorum": 7, "eligibility.en": "Anybody.", "criteria.novelty.title.vi": "Mới"})
    after = AwardEdition.objects.get()
    assert made.changes == {
        "criteria.novelty.title.vi": ["Tính mới", "Mới"],
        "eligibility.en": [before.rules["eligibility"]["en"], "Anybody."],
        "quorum": [3, 7],
    }
    assert (made.number, made.rules_before, made.digest_before) == (1, before.rules, before.rules_digest)
    assert made.digest_after == after.rules_digest == edition_rules.digest(after.rules)
    assert edition_rules.from_json(after.rules).quorum == 7
    page, english = AwardPage.objects.get(pk=page.pk), factory.english_of(page)
    assert (page.quorum, english.quorum) == (7, 7)
    assert page.criteria.get(key="novelty").title == "Mới"
    assert english.criteria.get(key="novelty").title == "Novelty"
    assert english.eligibility == "Anybody."
    assert amend(page, secretary, {"quorum": 8}).number == 2


def test_a_draft_that_waits_keeps_its_words_and_stays_a_draft(page: AwardPage, secretary: User) -> None:
    page.lead = "Lời nháp."
    page.save_revision()
    amend(page, secretary, {"quorum": 7})
    page = AwardPage.objects.get(pk=page.pk)
    assert (page.lead == "Lời nháp.", page.quorum, page.has_unpublished_changes) == (False, 7, True)
    draft = page.get_latest_revision_as_object()
    assert (draft.lead, draft.quorum) == ("Lời nháp.", 7)


def test_english_written_after_the_opening_survives_an_amendment(site: Site, secretary: User) -> None:
    page = factory.make_open(site, secretary, in_english=False)
    english = factory.english_of(page)
    english.legal_basis = "Decision 1"
    english.save_revision().publish()
    amend(page, secretary, {"quorum": 7})
    english = factory.english_of(page)
    assert (english.legal_basis, english.quorum) == ("Decision 1", 7)
    assert english.criteria.get(key="novelty").levels[0].value["anchor"].startswith("Nothing like it")


def test_everybody_with_a_living_nomination_is_told_once_in_their_language(
    page: AwardPage, secretary: User, django_capture_on_commit_callbacks: Any
) -> None:
    people = [exhibitors.make_person() for _number in range(3)]
    User.objects.filter(pk=people[1].pk).update(language="en")
    for person in (*people, people[0]):
        factory.submit(page, category_code="san-xuat", by=person, now=clock.now())
    Nomination.objects.filter(nominated_by=people[2]).update(state=NominationState.WITHDRAWN)
    co_author, left = exhibitors.make_person(), exhibitors.make_person()
    first, gone = Nomination.objects.filter(nominated_by=people[0])[0], Nomination.objects.get(nominated_by=people[2])
    agreed = {"role": "nominee", "consent": "Tôi đồng ý.", "state": "accepted"}
    for nomination, values in (
        (first, {"user": people[0], "email": people[0].email, "role": "lead", "state": "accepted"}),
        (first, {"user": co_author, "email": co_author.email, "role": "co-author", "state": "accepted"}),
        (first, {"user": left, "email": left.email, "role": "co-author", "state": "removed"}),
        (first, {**agreed, "email": "nguoi-duoc-de-cu@example.org"}),
        (gone, {**agreed, "email": "da-rut@example.org"}),
    ):
        DossierMember.objects.create(
            nomination=nomination,
            asked_at=clock.now(),
            answered_at=clock.now(),
            **values,  # type: ignore[arg-type]  # rows of different shape
        )
    with django_capture_on_commit_callbacks(execute=True):
        made = amend(page, secretary, {END: later(page, PhaseKind.APPEAL, 0), "quorum": 7})
    made.refresh_from_db()
    assert made.told == 4
    assert made.told_at is not None
    mails = {mail.recipient: mail for mail in OutgoingMail.objects.filter(kind=telling.KIND)}
    assert set(mails) == {people[0].email, people[1].email, co_author.email, "nguoi-duoc-de-cu@example.org"}
    assert "Bão lũ." in mails[people[0].email].text
    english = mails[people[1].email]
    assert "Storms." in english.text
    assert "Quorum of the council" in english.text
    assert factory.english_of(page).title in english.subject
    assert telling.tell(amendment_id=made.pk) == 4
    assert OutgoingMail.objects.filter(kind=telling.KIND).count() == 4


def test_refused_amendments_change_nothing(page: AwardPage, secretary: User) -> None:
    cases: list[tuple[dict[str, Any], dict[str, str], str | None]] = [
        ({}, {}, None),
        ({"quorum": 3}, {}, None),
        ({"invented": 3}, {}, None),
        ({"quorum": 7}, {"reason": " "}, "reason"),
        ({"quorum": 7}, {"legal_basis": "\n"}, "legal_basis_of_change"),
        ({"criteria.novelty.key": "other"}, {}, "criteria.novelty.key"),
        ({"criteria.novelty.levels.10.points": 9}, {}, "criteria.novelty.levels.10.points"),
        ({"phases.call.starts": "2031-01-01T00:00:00+07:00"}, {}, "phases.call.starts"),
    ]
    for changes, values, field in cases:
        with pytest.raises(errors.DomainError) as caught:
            amend(page, secretary, changes, **values)
        assert caught.value.field == field
    assert not EditionAmendment.objects.exists()
    assert AwardPage.objects.get(pk=page.pk).quorum == 3


def test_amended_rules_must_have_no_fault(page: AwardPage, secretary: User) -> None:
    with pytest.raises(opening.NotReadyError) as caught:
        amend(
            page,
            secretary,
            {"criteria.novelty.weight": 30, "public_share": 30, "phases.call.ends": later(page, PhaseKind.CALL, 1)},
        )
    assert {fault.field for fault in caught.value.faults} == {"criteria", "public_vote_share", "phases"}
    amend(page, secretary, {"criteria.novelty.weight": 30, "criteria.effect.weight": 33})
    assert AwardPage.objects.get(pk=page.pk).criteria.get(key="novelty").weight == 30


DECIDING = {
    "criteria.novelty.weight": 30,
    "criteria.effect.weight": 33,
    "criteria.novelty.levels.10.anchor.vi": "Khác",
}


@pytest.mark.parametrize("by_state", [True, False])
def test_criteria_and_weights_are_closed_once_scoring_began(page: AwardPage, secretary: User, by_state: bool) -> None:
    moment = started(page, PhaseKind.SCORING)
    if by_state:
        AwardEdition.objects.update(state=EditionState.SCORING)
        moment = clock.now()
    values = {
        **DECIDING, "method": "ranks", "trim": 2, "tie_breaks": ["median"], "public_share": 10,
        "jurors_per_dossier": 5, "procedure.vi": "Khác",
    }  # fmt: skip
    for path, value in values.items():
        with pytest.raises(errors.DomainError) as caught:
            amend(page, secretary, {path: value}, now=moment)
        assert caught.value.field == path
    assert not EditionAmendment.objects.exists()


def test_phases_that_are_over_stay_and_those_that_run_can_be_longer(page: AwardPage, secretary: User) -> None:
    now = started(page, PhaseKind.DELIBERATION) + timedelta(hours=9)
    with pytest.raises(errors.DomainError):
        amend(page, secretary, {"phases.scoring.ends": later(page, PhaseKind.SCORING, 1)}, now=now)
    shift = {
        path: (datetime.fromisoformat(value) + timedelta(days=3)).isoformat()
        for path, value in edition_rules.leaves(AwardEdition.objects.get().rules).items()
        if path.startswith("phases.") and path.rpartition(".")[2] in {"starts", "ends"}
        and datetime.fromisoformat(value) > now
    }  # fmt: skip
    made = amend(page, secretary, shift, now=now)
    assert "phases.deliberation.ends" in made.changes
    assert "phases.deliberation.starts" not in made.changes
    row = AwardPage.objects.get(pk=page.pk).phases.get(kind="deliberation")
    assert row.ends_on - row.starts_on == timedelta(days=9)


def test_only_running_editions_are_amended_and_only_by_their_secretaries(
    site: Site, page: AwardPage, secretary: User
) -> None:
    with pytest.raises(errors.NotAllowedError):
        amend(page, exhibitors.make_person(), {"quorum": 7})
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    with pytest.raises(errors.NotAllowedError):
        amend(page, factory.make_secretary(site), {"quorum": 7})
    with pytest.raises(errors.DomainError):
        amend(factory.make_award(factory.make_index(site)), secretary, {"quorum": 7})
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Bão."
    )
    with pytest.raises(errors.DomainError):
        amend(page, secretary, {"quorum": 7})


def test_earlier_rules_stay_readable_byte_by_byte(page: AwardPage, secretary: User, client: Client) -> None:
    digest = AwardEdition.objects.get().rules_digest
    amend(page, secretary, {"quorum": 7})
    for version, wanted in ((0, digest), (1, AwardEdition.objects.get().rules_digest)):
        answer = client.get(f"/giai-thuong/the-le/{page.translation_key}/{version}.json")
        assert answer["Content-Type"] == "application/json"
        assert hashlib.sha256(answer.content).hexdigest() == wanted
        assert client.get(f"/en/awards/rules/{page.translation_key}/{version}.json").content == answer.content
    assert client.get(f"/giai-thuong/the-le/{page.translation_key}/2.json").status_code == 404
    for one in (page, factory.english_of(page)):
        AwardPage.objects.get(pk=one.pk).unpublish()
    assert client.get(f"/giai-thuong/the-le/{page.translation_key}/0.json").status_code == 404


def test_rules_that_never_opened_have_no_file(site: Site, secretary: User, client: Client) -> None:
    page = factory.make_ready(site, secretary)
    assert client.get(f"/giai-thuong/the-le/{page.translation_key}/0.json").status_code == 404


def test_database_keeps_number_reason_basis_and_a_change(page: AwardPage, secretary: User) -> None:
    amend(page, secretary, {"quorum": 7})
    second = amend(page, secretary, {"quorum": 8})
    for sql in (
        "UPDATE awards_editionamendment SET number = 1 WHERE id = %s",
        "UPDATE awards_editionamendment SET number = 0 WHERE id = %s",
        "UPDATE awards_editionamendment SET reason = '' WHERE id = %s",
        "UPDATE awards_editionamendment SET legal_basis = '' WHERE id = %s",
        "UPDATE awards_editionamendment SET digest_after = digest_before WHERE id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [second.pk])
