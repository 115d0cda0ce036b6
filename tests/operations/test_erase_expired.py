"""The nightly erasing of what is past its time of keeping."""

import logging
from datetime import UTC, date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Site

from home.models import FeedbackReport
from portal.kernel import clock, erasure, personal_data, tokens
from portal.kernel.languages import Language
from portal.kernel.models import SecretToken
from portal.mail import domain as mail
from portal.mail.models import OutgoingMail
from portal.operations import health, jobs
from portal.operations.models import JobRun
from registration.models import Hold, Registration, RegistrationLog
from tests.factories import home as home_factory
from tests.factories.registration import make_kind, make_registration

pytestmark = pytest.mark.usefixtures("private_shelf")
LONG_AGO = timedelta(days=731)


def run(**options: Any) -> str:
    out = StringIO()
    call_command("erase_expired", stdout=out, **options)
    return out.getvalue()


def test_every_model_with_a_time_of_keeping_says_from_when_it_counts() -> None:
    kept = {
        field.model
        for field in personal_data.registered()
        if field.retention is not None and field.on_erase is not personal_data.EraseAction.KEEP_BY_LAW
    }
    ruled = {rule.model.lower() for rule in personal_data.rules()}
    assert sorted(model for model in kept if model.lower() not in ruled) == []


def test_rules_name_what_there_is(db: None) -> None:
    now = clock.now()
    for rule in personal_data.rules():
        apps.get_model(rule.model)
        erasure.erase_expired_of(rule, now=now, dry_run=True)
        for name in rule.blanks:
            assert personal_data.is_registered(rule.model, name)
        assert list(erasure.belonging_to(rule, user=_Nobody(), addresses=["nobody@example.org"])) == []


class _Nobody:
    pk = 0


def test_registrations_lose_their_names_and_stay_countable(db: None) -> None:
    now = clock.now()
    kind = make_kind()
    old, other, young = (make_registration(kind, phone="0912 000 000") for _number in range(3))
    Registration.objects.filter(pk__in=[old.pk, other.pk]).update(changed_at=now - LONG_AGO)
    RegistrationLog.objects.filter(registration=old).update(at=now - LONG_AGO)
    assert "registration.Registration: 2 (blank)" in run(dry_run=True)
    old.refresh_from_db()
    assert old.full_name
    assert not JobRun.objects.exists()

    assert "registration.Registration: 2 (blank)" in run()
    for erased in (old, other):
        state = erased.state
        erased.refresh_from_db()
        assert (erased.full_name, erased.phone, erased.organisation, erased.answers) == ("", "", "", {})
        assert erased.email == f"erased-{erased.pk}@erased.invalid"
        assert erased.state == state
    young.refresh_from_db()
    assert young.full_name
    assert young.phone
    assert "registration.Registration: 0 (blank)" in run()


def test_what_is_kept_exactly_as_long_as_allowed_stays_one_more_day(db: None) -> None:
    registration = make_registration(make_kind())
    now = clock.now()
    Registration.objects.update(changed_at=now - timedelta(days=729, hours=23))
    run()
    registration.refresh_from_db()
    assert registration.full_name


def test_days_of_keeping_are_those_of_viet_nam(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in Việt Nam is still the evening before by the clock of the database."""
    home_factory.policy(home_factory.policy_index(site), issued_on=date(2026, 11, 18))
    action = personal_data.EraseAction.DELETE_RECORD
    field = personal_data.PersonalField("home.PolicyPage", "title", "a test", timedelta(days=10), action)
    monkeypatch.setattr(personal_data, "fields_of", lambda _model: [field])
    rule = personal_data.KeepingRule("home.PolicyPage", "issued_on")
    night = clock.at(date(2026, 11, 29)) + timedelta(minutes=30)
    for now, number in ((night - timedelta(hours=1), 0), (night.astimezone(UTC), 1)):
        (done,) = erasure.erase_expired_of(rule, now=now.astimezone(UTC), dry_run=True)
        assert done.number == number


def test_batches_reach_every_row(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "BATCH", 2)
    now = clock.now()
    for number in range(5):
        FeedbackReport.objects.create(
            reference=f"GY-{number}",
            category="other",
            reporter_kind="citizen",
            name="Lan",
            text="x",
            language="vi",
            received_at=now - timedelta(days=3 * 365 + 1),
        )
    assert "home.FeedbackReport: 5 (blank)" in run()
    assert not FeedbackReport.objects.exclude(name="", text="").exists()


def test_mails_and_dead_tokens_go_and_waiting_mails_stay(db: None) -> None:
    now = clock.now()
    sent, waiting = (
        mail.queue_rendered(recipient="lan@example.org", subject="x", text="y", language=Language.VIETNAMESE, kind="k")
        for _number in range(2)
    )
    OutgoingMail.objects.update(queued_at=now - timedelta(days=91))
    OutgoingMail.objects.filter(pk=waiting.pk).update(state="queued", sent_at=None)
    tokens.issue(purpose="a", subject="1", now=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    live = tokens.issue(purpose="a", subject="2", now=now, expires_at=now + timedelta(days=1))
    run()
    assert list(OutgoingMail.objects.values_list("pk", flat=True)) == [waiting.pk]
    assert sent.pk != waiting.pk
    assert SecretToken.objects.count() == 1
    assert tokens.subject_of(purpose="a", secret=live, now=now) == "2"


def test_a_hold_keeps_its_places_and_loses_its_owner(db: None) -> None:
    now = clock.now()
    hold = Hold.objects.create(
        place_kind=make_kind(), owner="phien-lan", quantity=2, expires_at=now - timedelta(days=31)
    )
    assert "registration.Hold: 1 (blank)" in run()
    hold.refresh_from_db()
    assert (hold.owner, hold.quantity) == ("-", 2)
    assert "registration.Hold: 0 (blank)" in run()


def test_the_log_tells_counts_and_no_names(db: None, caplog: pytest.LogCaptureFixture) -> None:
    registration = make_registration(make_kind())
    Registration.objects.update(changed_at=clock.now() - LONG_AGO)
    with caplog.at_level(logging.INFO, logger="portal.operations.management.commands.erase_expired"):
        run()
    said = " ".join(record.getMessage() for record in caplog.records if "erase_expired" in record.name)
    assert "registration.Registration blank 1" in said
    assert registration.email not in said
    assert registration.full_name not in said


def test_one_failing_model_does_not_keep_the_others(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    registration = make_registration(make_kind())
    Registration.objects.update(changed_at=clock.now() - LONG_AGO)
    real = erasure.erase_expired_of

    def failing(rule: personal_data.KeepingRule, **values: Any) -> Any:
        if rule.model == "home.FeedbackReport":
            raise IntegrityError("no")
        return real(rule, **values)

    monkeypatch.setattr(erasure, "erase_expired_of", failing)
    with pytest.raises(CommandError, match=r"home\.FeedbackReport"):
        run()
    registration.refresh_from_db()
    assert not registration.full_name
    assert jobs.states(now=clock.now()) == {jobs.ERASE_EXPIRED: jobs.JobState.FAILED}


def test_the_watch_sees_the_last_run_and_stays_ready(db: None) -> None:
    health.record_heartbeat(worker_id="one")
    assert Client().get("/readyz").json()["erase_expired"] == "never"
    run()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["erase_expired"]) == (200, "ok")
    JobRun.objects.update(started_at=clock.now() - timedelta(days=3), finished_at=clock.now() - timedelta(days=3))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["erase_expired"]) == (200, "late")


def test_a_run_does_not_end_before_it_starts(db: None) -> None:
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(name="x", started_at=now, finished_at=now - timedelta(seconds=1))
