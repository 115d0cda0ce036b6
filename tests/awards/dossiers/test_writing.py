"""The rules of a dossier: who may write it and when, nothing lost between two writers, files, handing in, taking back."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.domain import nominations
from awards.dossiers.domain import files, handing_in, writing
from awards.dossiers.enums import MemberRole
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.models import AwardPage, DossierFile, DossierMember, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from portal.media.models import PrivateFile
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as make
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    return {"page": page, "person": person, "secretary": secretary, "stranger": exhibitors.make_person()}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def person(world: dict[str, Any]) -> User:
    return world["person"]


@pytest.fixture
def ready(page: AwardPage, person: User) -> Nomination:
    return make.complete(page, make.start(page, person), person)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(db_clock, "now", lambda: moment)


def test_a_draft_has_a_lead_and_an_empty_answer_to_each_criterion(page: AwardPage, person: User) -> None:
    made = make.start(page, person, title="  Máy\u200b sấy ")
    assert (made.state, made.title, made.submitted_at) == (NominationState.DRAFT, "Máy sấy", None)
    assert list(made.answers.values_list("key", flat=True)) == [one.key for one in make.rules_of(page).criteria]
    assert [(one.user, one.role) for one in made.members.all()] == [(person, MemberRole.LEAD)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"category_code": "golden"}, "category_code"),
        ({"title": " \u200b"}, "title"),
        ({"nominee_name": " "}, "nominee_name"),
        ({"summary": "x" * 2001}, "summary"),
    ],
)
def test_only_what_the_frozen_rules_know(page: AwardPage, person: User, values: dict[str, str], field: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        make.start(page, person, **values)
    assert caught.value.field == field
    assert not Nomination.objects.exists()


def test_nobody_nominates_an_organisation_of_others(page: AwardPage, person: User) -> None:
    foreign = exhibitors.make_organisation()
    with pytest.raises(errors.DomainError) as caught:
        make.start(page, person, organisation=foreign)
    assert caught.value.field == "nominee"
    own = exhibitors.make_organisation(person)
    assert make.start(page, person, organisation=own).organisation == own


def test_the_page_decides_nothing(page: AwardPage, person: User) -> None:
    AwardPage.objects.get(pk=page.pk).categories.all().delete()
    assert make.start(page, person).state == NominationState.DRAFT


def test_a_draft_of_others_takes_no_title_away(page: AwardPage, world: dict[str, Any]) -> None:
    first, second = make.start(page, world["person"]), make.start(page, world["stranger"])
    assert first.title == second.title
    for draft, by in ((first, world["person"]), (second, world["stranger"])):
        make.complete(page, draft, by)
    handing_in.submit_dossier(nomination=first, by=world["person"])
    with pytest.raises(errors.DomainError) as caught:
        handing_in.submit_dossier(nomination=second, by=world["stranger"])
    assert caught.value.field == "title"


def test_the_second_writer_is_told_and_nothing_is_written(page: AwardPage, person: User) -> None:
    draft = make.start(page, person)
    answer = draft.answers.all()[0]
    seen, later = answer.saved_at, clock.now() + timedelta(seconds=1)
    writing.save_answer(nomination=draft, key=answer.key, words="Một.", by=person, now=later, seen_at=seen)
    for read in (seen, None):
        with pytest.raises(errors.StaleError) as caught:
            writing.save_answer(nomination=draft, key=answer.key, words="Hai.", by=person, now=later, seen_at=read)
        assert caught.value.saved_at == later
    answer.refresh_from_db()
    assert answer.text == "Một."
    saved = draft.saved_at
    writing.save_basics(nomination=draft, basics=make.basics(page, title="Khác"), by=person, now=later, seen_at=saved)
    with pytest.raises(errors.StaleError):
        writing.save_basics(
            nomination=draft, basics=make.basics(page, title="Nữa"), by=person, now=later, seen_at=saved
        )
    assert Nomination.objects.get().title == "Khác"


def test_strangers_and_the_secretariat_write_nothing(page: AwardPage, ready: Nomination, world: dict[str, Any]) -> None:
    for by in (world["stranger"], world["secretary"]):
        with pytest.raises(errors.NotAllowedError):
            writing.save_basics(
                nomination=ready, basics=make.basics(page), by=by, now=clock.now(), seen_at=ready.saved_at
            )
        with pytest.raises(errors.NotAllowedError):
            handing_in.submit_dossier(nomination=ready, by=by)
        with pytest.raises(errors.NotAllowedError):
            handing_in.withdraw_dossier(nomination=ready, by=by, now=clock.now())
    for to in (NominationState.SUBMITTED, NominationState.WITHDRAWN):
        with pytest.raises(errors.IllegalMoveError):
            nominations.move_nomination(nomination=ready, to=to, by=world["secretary"], now=clock.now())


def test_a_file_is_kept_with_its_digest_and_replaced_with_its_bytes(page: AwardPage, person: User) -> None:
    draft = make.start(page, person)
    key = make.rules_of(page).documents[0].key
    kept = make.put(draft, key, person)
    assert kept.sha256 == hashlib.sha256(make.PDF).hexdigest()
    with pytest.raises(errors.DomainError) as caught:
        make.put(draft, key, person)
    assert caught.value.field == "file"
    make.put(draft, key, person, replaces=kept.pk)
    assert (DossierFile.objects.count(), PrivateFile.objects.count()) == (1, 1)


def test_files_follow_the_rules_kind_and_size(page: AwardPage, person: User) -> None:
    draft = make.start(page, person)
    document = make.rules_of(page).documents[0]
    too_large = SimpleUploadedFile("a.pdf", make.PDF)
    too_large.size = document.max_megabytes * 1024 * 1024 + 1
    bad = [
        (document.key, SimpleUploadedFile("a.pdf", b"")),
        (document.key, SimpleUploadedFile("a.pdf", b"MZ not a document")),
        (document.key, too_large),
        ("unknown", make.pdf()),
    ]
    for key, file in bad:
        with pytest.raises(errors.DomainError) as caught:
            files.put_file(
                nomination=draft, key=key, is_twin=False, file=file, by=person, now=clock.now(), replaces=None
            )
        assert caught.value.field == "file"
    assert not PrivateFile.objects.exists()


def test_all_that_is_missing_is_named_at_once(page: AwardPage, person: User) -> None:
    draft = make.start(page, person, summary="")
    with pytest.raises(handing_in.IncompleteError) as caught:
        handing_in.submit_dossier(nomination=draft, by=person)
    rules = make.rules_of(page)
    required = [one for one in rules.documents if one.required]
    twins = [one for one in required if one.anonymise]
    assert len(caught.value.gaps) == 1 + len(rules.criteria) + len(required) + len(twins)
    assert twins
    draft.refresh_from_db()
    assert draft.state == NominationState.DRAFT


def test_the_last_second_belongs_to_the_entrant(
    page: AwardPage, person: User, ready: Nomination, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = make.ends_of(page)
    at(monkeypatch, ends)
    with pytest.raises(errors.DomainError):
        handing_in.submit_dossier(nomination=ready, by=person)
    last = ends - timedelta(microseconds=1)
    at(monkeypatch, last)
    moved = handing_in.submit_dossier(nomination=ready, by=person)
    assert (moved.state, moved.submitted_at) == (NominationState.SUBMITTED, last)
    with pytest.raises(errors.IllegalMoveError):
        handing_in.submit_dossier(nomination=ready, by=person)


def test_nobody_is_asked_for_changes_that_can_be_made_nowhere(ready: Nomination, world: dict[str, Any]) -> None:
    sent = handing_in.submit_dossier(nomination=ready, by=world["person"])
    act = {"by": world["secretary"], "now": clock.now(), "reason": "Thiếu trang hai."}
    with pytest.raises(errors.DomainError) as refusal:
        nominations.move_nomination(nomination=sent, to=NominationState.NEEDS_CHANGES, **act)
    # Changes are asked for where it is said which parts may be changed: tests/awards/screening/test_cures.py.
    assert refusal.value.field == "to"
    assert nominations.move_nomination(nomination=sent, to=NominationState.INELIGIBLE, **act).state == "ineligible"


def test_a_cancelled_call_takes_nothing(
    page: AwardPage, person: User, ready: Nomination, world: dict[str, Any]
) -> None:
    steps.move_edition(
        award_key=page.translation_key,
        to=EditionState.CANCELLED,
        by=world["secretary"],
        now=clock.now(),
        reason="Bão.",
    )
    with pytest.raises(errors.DomainError):
        handing_in.submit_dossier(nomination=ready, by=person)
    with pytest.raises(errors.DomainError):
        make.start(page, person)


def test_the_receipt_names_every_file_with_its_digest(ready: Nomination, person: User) -> None:
    handing_in.submit_dossier(nomination=ready, by=person)
    mail = OutgoingMail.objects.get(kind="awards/emails/dossier_received")
    assert mail.recipient == person.email
    kept = list(ready.files.all())
    assert len(kept) >= 2
    for one in kept:
        assert mail.text.count(one.sha256) == len(kept)
        assert one.file.original_name in mail.text
    with pytest.raises(errors.NotAllowedError):
        files.remove_file(nomination=ready, pk=kept[0].pk, by=person, now=clock.now())


def test_taking_back_a_draft_throws_its_files_away(ready: Nomination, person: User) -> None:
    assert handing_in.withdraw_dossier(nomination=ready, by=person, now=clock.now()).state == "withdrawn"
    assert not PrivateFile.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_taking_back_what_was_handed_in_keeps_it_and_tells(page: AwardPage, ready: Nomination, person: User) -> None:
    handing_in.submit_dossier(nomination=ready, by=person)
    handing_in.withdraw_dossier(nomination=ready, by=person, now=clock.now(), reason="Nhầm.")
    assert ready.files.exists()
    assert ready.log.last().reason == "Nhầm."  # type: ignore[union-attr]
    assert OutgoingMail.objects.filter(kind="awards/emails/dossier_withdrawn").count() == 1
    Nomination.objects.filter(pk=ready.pk).update(state=NominationState.FINALIST)
    with pytest.raises(errors.NotAllowedError):
        handing_in.withdraw_dossier(nomination=ready, by=person, now=clock.now())
    make.start(page, person)


def test_nobody_fills_an_edition_with_drafts(page: AwardPage, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_DOSSIERS", 1)
    first = make.start(page, person)
    with pytest.raises(errors.LimitReachedError):
        make.start(page, person, title="Khác")
    handing_in.withdraw_dossier(nomination=first, by=person, now=clock.now())
    make.start(page, person)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE awards_nomination SET nominee_email = 'a@example.org', state = 'submitted', nominee_consented_at = NULL",
        "UPDATE awards_nomination SET state = 'awaiting', nominee_email = ''",
        "UPDATE awards_dossiermember SET role = 'boss'",
        "UPDATE awards_dossiermember SET state = 'perhaps'",
        "UPDATE awards_dossiermember SET answered_at = NULL",
        "UPDATE awards_dossiermember SET user_id = NULL",
        "UPDATE awards_dossiermember SET role = 'nominee', consent = ''",
        "UPDATE awards_dossierfile SET sha256 = ''",
        "UPDATE awards_dossieranswer SET key = 'same'",
        "UPDATE awards_dossierfile SET key = 'same', is_twin = (1 = 0)",
        (
            "INSERT INTO awards_dossiermember (nomination_id, user_id, email, role, state, asked_at, answered_at, consent)"
            " SELECT nomination_id, user_id, 'b@example.org', role, state, asked_at, answered_at, consent"
            " FROM awards_dossiermember"
        ),
    ],
)
def test_the_database_keeps_the_rules_too(ready: Nomination, statement: str) -> None:
    assert DossierMember.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
