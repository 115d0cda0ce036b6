"""Erasure by the rules of the edition: what goes, what stays, what was counted before; closed and cancelled editions."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.editions import stepping
from awards.editions.enums import EditionState
from awards.editions.rules import from_json
from awards.enums import NominationState
from awards.feedback import keeping
from awards.feedback.domain import erasing, figures, releasing
from awards.ledger import queries as ledger_queries
from awards.models import (
    AwardEdition,
    AwardPage,
    DossierAnswer,
    DossierFile,
    DossierMember,
    EditionFigures,
    Mark,
    MarkSheet,
    Nomination,
    NominationPage,
    Objection,
    PublicVote,
    ReleasedRemark,
    ScreeningCheck,
)
from portal.kernel import clock
from portal.mail.models import OutgoingMail
from portal.media.models import PrivateFile
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers, exhibitors, voting
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    made = make.decided_edition(site, factory.make_secretary(site), exhibitors.make_person(full_name="Trần Tác Giả"))
    page, lost = made["page"], made["lost"]
    now = clock.now()
    releasing.save_remarks(nomination=lost, texts={"": "Hồ sơ rõ ràng."}, by=made["secretary"], now=now)
    for outcome, note in (("pass", ""), ("fail", "Ông Trần chưa ký.")):
        ScreeningCheck.objects.create(nomination=lost, key=outcome, outcome=outcome, note=note, at=now)
    Objection.objects.create(
        award_key=page.translation_key,
        nomination=lost,
        full_name="Lê Phản Ánh",
        email="le@example.org",
        language="vi",
        text="Ông Trần sao chép.",
        received_at=now,
        state="rejected",
        answer="Không có căn cứ.",
        answered_at=now,
    )
    voting.add_votes(made["winner"], 2)
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=EditionState.OPEN)
    draft = dossiers.start(page, made["lead"], title="Bản nháp bỏ dở")
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=EditionState.DECIDED)
    finalist = voting.add_finalist(page, made["secretary"], title="Vào chung khảo", category_code="nong-nghiep")
    Nomination.objects.filter(pk=finalist.pk).update(state=NominationState.NOT_SELECTED)
    return {**made, "draft": draft, "finalist": finalist, "ended": now}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


def close(world: dict[str, Any], state: EditionState = EditionState.CLOSED) -> None:
    make.set_state(world["page"], state, at=world["ended"])


def numbers(done: list[Any]) -> dict[str, int]:
    return {item.action.value: item.number for item in done}


def test_the_term_is_the_editions_own_and_nothing_goes_before(world: dict[str, Any], page: AwardPage) -> None:
    later = world["ended"] + timedelta(days=9000)
    assert numbers(erasing.sweep(now=later)) == {"delete-record": 0, "blank": 0}
    close(world)
    term = keeping.find(page.translation_key)
    assert term is not None
    assert term.erases_at == world["ended"] + make.days(page, 0)
    early = erasing.sweep(now=term.erases_at - timedelta(microseconds=1))
    assert numbers(early) == {"delete-record": 0, "blank": 0}
    assert numbers(erasing.sweep(now=term.erases_at, dry_run=True)) == {"delete-record": 1, "blank": 3}
    assert Nomination.objects.filter(erased_at__isnull=False).count() == 0
    assert numbers(erasing.sweep(now=term.erases_at)) == {"delete-record": 1, "blank": 3}
    assert numbers(erasing.sweep(now=term.erases_at)) == {"delete-record": 0, "blank": 0}


def test_what_goes_and_what_stays(
    world: dict[str, Any], page: AwardPage, django_capture_on_commit_callbacks: Any
) -> None:
    close(world)
    lost, winner, finalist = world["lost"], world["winner"], world["finalist"]
    paths = [Path(kept.file.file.path) for kept in DossierFile.objects.filter(nomination=lost)]
    assert paths
    with django_capture_on_commit_callbacks(execute=True):
        erasing.sweep(now=world["ended"] + make.days(page, 1))
    assert not Nomination.objects.filter(pk=world["draft"].pk).exists()
    for nomination in (lost, winner, finalist):
        nomination.refresh_from_db()
    assert (lost.alias, lost.state, lost.erased_at is not None) == ("HS-LOST2", NominationState.NOT_SELECTED, True)
    assert (lost.title, lost.nominee_name, lost.summary) == ("Hồ sơ đã xóa (HS-LOST2)", "Đã xóa", "")
    assert lost.submitted_at is not None
    assert (lost.nominated_by, lost.organisation) == (None, None)
    for model in (DossierAnswer, DossierFile, DossierMember, ReleasedRemark):
        assert not model.objects.filter(nomination=lost).exists(), model
    assert not PrivateFile.objects.filter(subject=str(lost.public_id)).exists()
    assert not any(path.exists() for path in paths)
    assert not MarkSheet.objects.filter(assignment__nomination=lost).exclude(remark="", note="").exists()
    assert not Mark.objects.filter(sheet__assignment__nomination=lost).exclude(remark="").exists()
    assert list(lost.checks.values_list("outcome", "note")) == [("pass", ""), ("fail", "Đã xóa")]
    assert set(lost.log.values_list("by", "reason")) <= {(None, "")}
    objection = Objection.objects.get()
    assert (objection.full_name, objection.text, objection.answer, objection.state) == (
        "Đã xóa", "Đã xóa", "Đã xóa", "rejected",
    )  # fmt: skip
    assert objection.email.endswith("@erased.invalid")
    assert not PublicVote.objects.exists()
    assert (winner.erased_at, winner.title.startswith("Lò sấy")) == (None, True)
    assert MarkSheet.objects.filter(assignment__nomination=winner).exclude(note="").exists()
    assert finalist.erased_at is not None
    assert finalist.title == "Vào chung khảo"
    assert NominationPage.objects.filter(nomination=finalist, live=True).exists()
    assert ledger_queries.verify(page.translation_key) is None
    assert "Trần" not in json.dumps(
        list(Nomination.objects.filter(pk=lost.pk).values()), default=str, ensure_ascii=False
    )


def test_figures_are_taken_at_the_close_and_before_anything_goes(world: dict[str, Any], page: AwardPage) -> None:
    rules = from_json(AwardEdition.objects.get().rules or {})
    stepping.run(EditionState.DECIDED, page.translation_key, rules, world["secretary"], world["ended"])
    first = EditionFigures.objects.get().figures
    assert (first["handed_in"], first["never_handed_in"], first["winners"], first["finalists"]) == (4, 1, 1, 2)
    assert first["by_category"] == {"nong-nghiep": 1, world["lost"].category_code: 3}
    assert (first["eligible"], first["ineligible"]) == (4, 0)
    assert (first["votes"], first["votes_struck"], first["sheets"]) == (15, 1, 8)
    EditionFigures.objects.all().delete()
    close(world)
    erasing.sweep(now=world["ended"] + make.days(page, 1))
    assert EditionFigures.objects.get().figures == first
    figures.take(award_key=page.translation_key, now=clock.now())
    assert EditionFigures.objects.get().figures == first


@pytest.mark.parametrize("is_frozen", [True, False])
def test_a_cancelled_edition_keeps_no_longer(world: dict[str, Any], page: AwardPage, is_frozen: bool) -> None:
    if not is_frozen:
        AwardEdition.objects.update(rules=None, rules_digest="", opened_at=None, state=EditionState.CANCELLED)
    close(world, EditionState.CANCELLED)
    assert numbers(erasing.sweep(now=world["ended"] + timedelta(days=179)))["blank"] == 0
    assert numbers(erasing.sweep(now=world["ended"] + timedelta(days=181)))["blank"] == 3


def test_the_secretariat_is_reminded_once_two_weeks_before(world: dict[str, Any], page: AwardPage) -> None:
    close(world)
    due = OutgoingMail.objects.filter(kind="awards/emails/erasure_due")
    erasing.sweep(now=world["ended"] + make.days(page, -15))
    assert not due.exists()
    for _night in range(2):
        erasing.sweep(now=world["ended"] + make.days(page, -14))
    assert [sent.recipient for sent in due] == [world["secretary"].email]


def test_the_nightly_command_erases(world: dict[str, Any], page: AwardPage, capsys: Any) -> None:
    make.set_state(page, EditionState.CLOSED, at=clock.now() - make.days(page, 1))
    call_command("erase_expired")
    assert "awards.Nomination: 3 (blank)" in capsys.readouterr().out
    world["lost"].refresh_from_db()
    assert world["lost"].erased_at is not None


def test_entrants_read_the_day_and_the_page_of_the_edition_shows_figures(
    client: Client, world: dict[str, Any], page: AwardPage
) -> None:
    close(world)
    figures.take(award_key=page.translation_key, now=clock.now())
    client.force_login(world["lead"], backend=BACKEND)
    way = reverse("awards:dossier", args=[world["lost"].public_id])
    day = clock.local(world["ended"] + make.days(page, 0)).strftime("%d/%m/%Y")
    told = client.get(way).content.decode()
    assert day in told
    assert reverse("awards:dossier-download", args=[world["lost"].public_id]) in told
    assert 'id="figures"' in client.get(page.url or "").content.decode()
    admin = Client()
    admin.force_login(world["secretary"], backend=BACKEND)
    assert day in admin.get(reverse("awards-feedback", args=[page.translation_key])).content.decode()
    erasing.sweep(now=world["ended"] + make.days(page, 1))
    assert client.get(way).status_code == 404
    assert client.get(reverse("awards:dossier-download", args=[world["lost"].public_id])).status_code == 404
    listing = admin.get(reverse("awards-feedback", args=[page.translation_key])).content.decode()
    assert "Hồ sơ đã xóa (HS-LOST2)" in listing
    assert 'id="figures"' in client.get(page.url or "").content.decode()
