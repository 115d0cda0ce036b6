"""Tickets: one for each person, signed for one subject, good while the place is held."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel import clock, references
from portal.kernel.errors import DomainError, NotAllowedError
from registration.domain import changing, links, registrations, signing, tickets
from registration.models import Registration, Ticket, TicketKey
from registration.subjects import SubjectInfo
from tests.factories.news import make_user
from tests.factories.registration import make_kind, make_registration

pytestmark = pytest.mark.django_db


def confirmed(subject: uuid.UUID, size: int = 1, **fields: Any) -> Registration:
    return make_registration(
        place_kind=make_kind(subject=subject, capacity=20, party_maximum=10), party_size=size, **fields
    )


def test_everybody_of_a_party_has_a_ticket_and_asking_again_makes_none(fair: SubjectInfo) -> None:
    party = confirmed(fair.key, 3)
    first = tickets.ensure(registration=party, now=clock.now())
    assert [ticket.position for ticket in first] == [1, 2, 3]
    assert tickets.ensure(registration=party, now=clock.now()) == first
    assert len({ticket.code for ticket in first}) == 3


def test_who_holds_no_place_has_no_ticket(fair: SubjectInfo) -> None:
    party = confirmed(fair.key)
    registrations.cancel(registration=party, now=clock.now())
    party.refresh_from_db()
    assert tickets.ensure(registration=party, now=clock.now()) == []
    assert not Ticket.objects.filter(issued_at=None).exists()


def test_many_tickets_cost_as_many_queries_as_few(fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=None, party_maximum=500)

    def cost(size: int) -> int:
        make_registration(place_kind=kind, party_size=size)
        Ticket.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            tickets.ensure_all(subject=fair.key, now=clock.now())
        return len(seen)

    cost(1)
    assert cost(9) == cost(150)


def test_a_scanned_and_a_typed_ticket_are_found(fair: SubjectInfo) -> None:
    [ticket] = tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    for text in (
        ticket.token,
        ticket.token.lower(),
        ticket.code,
        tickets.spoken(ticket.code).lower(),
        f" {ticket.code} ",
    ):
        assert tickets.find(subject=fair.key, text=text) == ticket


def test_a_ticket_of_another_event_is_not_found(fair: SubjectInfo) -> None:
    [ticket] = tickets.ensure(registration=confirmed(uuid.uuid4()), now=clock.now())
    assert tickets.find(subject=fair.key, text=ticket.token) is None
    assert tickets.find(subject=fair.key, text=ticket.code) is None


@pytest.mark.parametrize(
    "text", ["", "T1:", "T1:!!!!", "T1:AAAA", "OOOOOOOO", "7K3M9QXDD", "<script>", "T1:" + "A" * 119, "T1:" + "7" * 119]
)
def test_what_is_no_ticket_is_not_found(fair: SubjectInfo, text: str) -> None:
    tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    assert tickets.find(subject=fair.key, text=text) is None


def test_a_changed_or_foreign_signature_is_refused(fair: SubjectInfo) -> None:
    [ticket] = tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    private, public = signing.new_keys()
    forged = signing.Signer(subject=fair.key, private_key=private).sign(ticket.code)
    assert tickets.find(subject=fair.key, text=forged) is None
    changed = ticket.token[:-3] + ("AAA" if not ticket.token.endswith("AAA") else "BBB")
    assert tickets.find(subject=fair.key, text=changed) is None
    key = TicketKey.objects.get(subject=fair.key)
    signed = signing.read(ticket.token)
    assert signed is not None
    assert signing.is_genuine(signed, subject=fair.key, public_key=key.public_key)
    assert not signing.is_genuine(signed, subject=fair.key, public_key=public)
    assert not signing.is_genuine(signed, subject=uuid.uuid4(), public_key=key.public_key)


def test_every_code_survives_being_signed(fair: SubjectInfo) -> None:
    private, _public = signing.new_keys()
    signer = signing.Signer(subject=fair.key, private_key=private)
    for code in ("22222222", "YYYYYYYY", references.make(groups=(signing.CODE_SIGNS,))):
        signed = signing.read(signer.sign(code))
        assert signed is not None
        assert signed.code == code


def test_the_signed_text_fits_a_code_of_37_modules(fair: SubjectInfo) -> None:
    [ticket] = tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    assert len(ticket.token) == 122
    assert set(ticket.token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:1")


def test_a_replaced_ticket_names_itself_and_the_new_one_is_good(fair: SubjectInfo, organiser: User) -> None:
    [old] = tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    new = tickets.replace(ticket=old, by=organiser, now=clock.now())
    assert new.code != old.code
    found = tickets.find(subject=fair.key, text=old.code)
    assert found is not None
    assert found.revoked_at is not None
    with pytest.raises(DomainError):
        tickets.replace(ticket=old, by=organiser, now=clock.now())
    with pytest.raises(NotAllowedError):
        tickets.replace(ticket=new, by=make_user("khach@example.org"), now=clock.now())


def test_the_database_refuses_a_second_live_ticket_of_one_person(fair: SubjectInfo) -> None:
    [ticket] = tickets.ensure(registration=confirmed(fair.key), now=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registration_ticket (registration_id, position, code, token, issued_at)"
            " SELECT registration_id, position, 'AAAAAAAA', token, issued_at FROM registration_ticket WHERE id = %s",
            [ticket.pk],
        )


def test_a_key_is_never_changed(fair: SubjectInfo) -> None:
    key = tickets.key_of(subject=fair.key, now=clock.now())
    assert tickets.key_of(subject=fair.key, now=clock.now()) == key
    with pytest.raises(TypeError):
        key.save()


def page_of(registration: Registration, name: str) -> str:
    secret = links.issue_manage(registration=registration, now=clock.now())
    return reverse(f"registration:{name}", args=[secret])


def test_the_page_shows_each_ticket_and_the_file_is_a_pdf(client: Client, fair: SubjectInfo) -> None:
    party = confirmed(fair.key, 2)
    answer = client.get(page_of(party, "ticket"))
    assert answer.status_code == 200
    assert answer.content.count(b"<svg") >= 2
    assert answer["X-Robots-Tag"] == "noindex"
    for ticket in party.tickets.all():
        assert tickets.spoken(ticket.code) in answer.content.decode()
    file = client.get(page_of(party, "ticket-file"))
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert client.get(page_of(party, "ticket-file")).content == file.content


def test_without_a_place_there_is_no_ticket_page(client: Client, fair: SubjectInfo) -> None:
    party = confirmed(fair.key)
    address, file = page_of(party, "ticket"), page_of(party, "ticket-file")
    registrations.cancel(registration=party, now=clock.now())
    assert client.get(address).status_code == 404
    assert client.get(file).status_code == 404
    assert client.get(reverse("registration:ticket", args=["x" * 43])).status_code == 404


def test_the_confirmation_brings_the_ticket(fair: SubjectInfo) -> None:
    party = confirmed(fair.key, 2, email="an@example.org")
    [message] = [sent for sent in mail.outbox if sent.to == ["an@example.org"]]
    names = [attachment[0] for attachment in message.attachments]
    assert names == [f"{party.reference}.ics", f"{party.reference}.pdf"]
    assert "/ve/" in message.body


def test_a_ticket_of_somebody_who_left_the_party_is_good_for_nobody_who_joins_later(fair: SubjectInfo) -> None:
    party = confirmed(fair.key, 2)
    holder, guest = tickets.ensure(registration=party, now=clock.now())

    def resize(size: int, others: tuple[str, ...] = ()) -> None:
        changing.change(
            registration=party,
            full_name=party.full_name,
            phone="",
            organisation="",
            note="",
            party_size=size,
            others=others,
            now=clock.now(),
        )

    resize(1)
    resize(2, ("Lê Thị Bình",))
    party.refresh_from_db()
    again = tickets.ensure(registration=party, now=clock.now())
    assert again[0] == holder
    assert again[1].code != guest.code
    guest.refresh_from_db()
    assert guest.revoked_at is not None
