"""Sending through a real mail server: what each answer does to the mail, and a worker that is killed between two points."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import dead_letters, domain, tasks
from portal.mail.enums import MailState
from portal.mail.models import OutgoingMail
from portal.operations import health, lost_tasks
from registration import ticket_sheets
from tests import databases
from tests.factories.registration import make_kind, make_registration
from tests.mail import relay
from tests.mail.relay import Behaviour, Relay
from tests.registration import races

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Relay]:
    settings.TASKS = QUEUE
    settings.MAIL_KEEP_BODIES = False
    folder = tmp_path / "taken"
    folder.mkdir()
    with relay.running(folder) as made:
        relay.use(settings, made)
        yield made


def queued(**values: Any) -> OutgoingMail:
    return domain.queue_rendered(
        **{
            "recipient": "chi.lan@example.org",
            "subject": "Vé của chị",
            "text": "Mã: 482913\n.một dòng bắt đầu bằng dấu chấm",
            "html": "<p>Mã: 482913</p>",
            "language": Language.VIETNAMESE,
            "kind": "account/email/login_code",
            **values,
        }
    )


def waiting() -> list[DBTaskResult[Any, Any]]:
    rows = DBTaskResult.objects.filter(task_path=f"{tasks.__name__}.send_mail", status="READY")
    return list(rows.order_by("enqueued_at"))


def test_a_mail_arrives_as_it_was_written(db: None, server: Relay) -> None:
    mail = queued()
    assert domain.send(mail_id=mail.pk)
    (arrived,) = server.messages()
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["To"] == "chi.lan@example.org"
    text, html = (part.get_payload(decode=True).decode() for part in arrived.get_payload())  # type: ignore[union-attr]  # two parts
    assert "482913" in text
    assert ".một dòng" in text
    assert "482913" in html


@pytest.mark.parametrize(
    ("behaviour", "error", "code"),
    [
        (Behaviour.GREYLIST, "SMTPRecipientsRefused", 450),
        (Behaviour.BUSY, "SMTPDataError", 451),
        (Behaviour.HANG_UP, "SMTPServerDisconnected", None),
        (Behaviour.AWAY, "SMTPConnectError", 421),
    ],
)
def test_what_may_pass_is_tried_again_with_growing_delay(
    db: None, server: Relay, behaviour: Behaviour, error: str, code: int | None
) -> None:
    server.behaviour = behaviour
    mail = queued()
    delays = []
    for _try in range(2):
        DBTaskResult.objects.all().delete()
        before = clock.now()
        assert not domain.send(mail_id=mail.pk)
        mail.refresh_from_db()
        assert (mail.state, mail.last_error, mail.smtp_code) == (MailState.QUEUED, error, code)
        (again,) = waiting()
        assert mail.due_at == again.run_after
        delays.append(round((again.run_after - before) / timedelta(minutes=1)))
    assert delays == [2, 4]
    server.behaviour = Behaviour.TAKE
    assert domain.send(mail_id=mail.pk)
    assert [message["Message-ID"] for message in server.messages()] == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.smtp_code, mail.text) == (MailState.SENT, "", None, "")


@pytest.mark.parametrize(
    ("behaviour", "error", "code"),
    [
        (Behaviour.NO_SUCH_PERSON, "SMTPRecipientsRefused", 550),
        (Behaviour.REFUSE_CONTENT, "SMTPDataError", 554),
    ],
)
def test_what_is_refused_for_good_is_a_dead_letter_at_once(
    db: None, server: Relay, behaviour: Behaviour, error: str, code: int
) -> None:
    server.behaviour = behaviour
    mail = queued()
    DBTaskResult.objects.all().delete()
    assert not domain.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.smtp_code, mail.attempts) == (MailState.FAILED, error, code, 1)
    assert waiting() == []
    assert "482913" in mail.text


def test_a_relay_that_is_not_there_is_tried_again(db: None, server: Relay, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    mail = queued()
    assert not domain.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.claimed_at) == (MailState.QUEUED, "ConnectionRefusedError", None)


def test_nobody_sends_what_another_worker_is_sending(db: None, server: Relay) -> None:
    mail = queued()
    DBTaskResult.objects.all().delete()
    now = clock.now()
    OutgoingMail.objects.update(claimed_at=now, attempts=1)
    assert not domain.send(mail_id=mail.pk)
    assert server.connections == 0
    (again,) = waiting()
    assert again.run_after == now + domain.LEASE


def test_a_mail_that_kills_its_workers_is_given_up(db: None, server: Relay) -> None:
    mail = queued()
    OutgoingMail.objects.update(claimed_at=clock.now() - domain.LEASE, attempts=domain.MAX_ATTEMPTS)
    assert not domain.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.FAILED, domain.WORKER_DIED)
    assert server.connections == 0


@pytest.fixture
def database(settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    with django_db_blocker.unblock(), databases.cloned("relay") as made:
        yield made


def work(worker_id: str, **patches: Any) -> None:
    """Run what is due, as the worker does, and end."""
    health.record_heartbeat(worker_id=worker_id)
    for name, value in patches.items():
        setattr(domain, name, value)
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()


def killed_worker(database: races.Settings, *, at: str) -> None:
    """Run a worker in a process of its own that dies behind the claim, or behind the server's answer."""
    pid = os.fork()
    if pid == 0:
        try:
            with races.connected(database):
                real = domain._message

                class Dying:
                    def __init__(self, mail: OutgoingMail) -> None:
                        self.mail = mail

                    def send(self) -> None:
                        if at == "answered":
                            real(self.mail).send()
                        os.kill(os.getpid(), signal.SIGKILL)

                work("dying", _message=Dying)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(("at", "copies"), [("claimed", 1), ("answered", 2)])
def test_a_worker_that_dies_loses_no_mail_and_a_second_copy_has_the_same_number(
    database: races.Settings, server: Relay, at: str, copies: int
) -> None:
    with races.connected(database):
        mail = queued()
    killed_worker(database, at=at)
    with races.connected(database):
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
        assert mail.claimed_at is not None
        assert [row.status for row in DBTaskResult.objects.all()] == ["RUNNING"]
        # Nobody takes it up by itself, and while the worker may still live nobody should.
        work("second")
        assert lost_tasks.recover(now=clock.now()) == (0, 0)
        late = clock.now() + timedelta(minutes=2)
        assert lost_tasks.recover(now=late) == (1, 0)
        assert lost_tasks.recover(now=late) == (0, 0)
        OutgoingMail.objects.update(claimed_at=clock.now() - domain.LEASE)
        work("third")
        mail.refresh_from_db()
        assert mail.state == MailState.SENT
        assert [message["Message-ID"] for message in server.messages()] == [mail.message_id] * copies
        assert {row.status for row in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_a_worker_that_hangs_is_killed_and_the_mail_goes_out_later(database: races.Settings, server: Relay) -> None:
    server.behaviour = Behaviour.HANG
    with races.connected(database):
        mail = queued()
    pid = os.fork()
    if pid == 0:
        try:
            with races.connected(database):
                work("hanging")
        finally:
            os._exit(1)
    assert server.taken.wait(20)
    time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    server.behaviour = Behaviour.TAKE
    with races.connected(database):
        assert lost_tasks.recover(now=clock.now() + timedelta(minutes=2)) == (1, 0)
        OutgoingMail.objects.update(claimed_at=clock.now() - domain.LEASE)
        work("next")
        mail.refresh_from_db()
        assert mail.state == MailState.SENT
        assert {message["Message-ID"] for message in server.messages()} == {mail.message_id}
    connections["default"].close()


def test_a_mail_without_a_task_is_found(db: None, server: Relay) -> None:
    mail = queued()
    DBTaskResult.objects.all().delete()
    assert dead_letters.requeue_forgotten(now=clock.now()) == 0
    late = clock.now() + dead_letters.OVERDUE
    assert dead_letters.requeue_forgotten(now=late) == 1
    assert dead_letters.requeue_forgotten(now=late) == 0
    assert domain.send(mail_id=mail.pk)
    assert len(server.messages()) == 1
    assert dead_letters.requeue_forgotten(now=late + dead_letters.OVERDUE) == 0


def test_while_the_queue_is_behind_nothing_is_queued_twice(db: None, server: Relay) -> None:
    queued()
    assert dead_letters.requeue_forgotten(now=clock.now() + timedelta(hours=1)) == 0
    assert len(waiting()) == 1


def test_a_task_that_five_workers_died_of_is_given_up(db: None, server: Relay) -> None:
    queued()
    now = clock.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["a", "b", "c", "d", "e"])
    assert lost_tasks.recover(now=now + timedelta(hours=1)) == (0, 1)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_task_of_a_living_worker_is_left_alone(db: None, server: Relay) -> None:
    queued()
    now = clock.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now - timedelta(hours=1), worker_ids=["gone", "here"])
    health.record_heartbeat(worker_id="here")
    assert lost_tasks.recover(now=now) == (0, 0)
    health.forget_worker(worker_id="here")
    assert lost_tasks.recover(now=now) == (1, 0)


def test_a_worker_that_dies_behind_the_writing_of_a_mail_writes_no_second_one(
    database: races.Settings, server: Relay
) -> None:
    with races.connected(database):
        registration = make_registration(make_kind())
        assert OutgoingMail.objects.count() == 0
    pid = os.fork()
    if pid == 0:
        try:
            with races.connected(database):
                real = domain.queue

                def last(**values: Any) -> None:
                    real(**values)
                    os.kill(os.getpid(), signal.SIGKILL)

                # The threads with which documents are drawn do not live on in a forked process.
                with mock.patch.object(ticket_sheets, "draw", return_value=b"%PDF-"):
                    work("dying", queue=last)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status)
    with races.connected(database):
        assert OutgoingMail.objects.count() == 1
        assert server.connections == 0
        assert lost_tasks.recover(now=clock.now() + timedelta(minutes=2)) == (1, 0)
        work("second")
        assert OutgoingMail.objects.count() == 1
        assert [message["To"] for message in server.messages()] == [registration.email]


def test_commands_of_the_timer_say_what_they_did(db: None, server: Relay) -> None:
    out = StringIO()
    mail = queued()
    DBTaskResult.objects.update(status="RUNNING", started_at=clock.now() - timedelta(hours=1), worker_ids=["gone"])
    call_command("recover_tasks", stdout=out)
    assert "1 tasks of dead workers" in out.getvalue()
    DBTaskResult.objects.all().delete()
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=clock.now() - dead_letters.OVERDUE)
    call_command("recover_mails", stdout=out)
    assert "1 mails were queued again" in out.getvalue()


def test_the_relay_can_be_tried_past_the_queue(db: None, server: Relay) -> None:
    call_command("try_relay", "toi@example.org", stdout=StringIO())
    assert [message["To"] for message in server.messages()] == ["toi@example.org"]
    assert not OutgoingMail.objects.exists()
    server.behaviour = Behaviour.NO_SUCH_PERSON
    with pytest.raises(CommandError, match="550"):
        call_command("try_relay", "toi@example.org", stdout=StringIO())
