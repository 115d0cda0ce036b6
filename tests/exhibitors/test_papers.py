"""Papers for the verification, and officers who ask for more."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from exhibitors import history
from exhibitors.domain import papers as paper_rules
from exhibitors.domain import verification
from exhibitors.enums import LogAction, MemberRole, PaperKind, VerificationState, VerificationTurn
from exhibitors.models import Organisation, Paper
from portal.kernel import errors
from portal.media.models import PrivateFile
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name: str = "giấy phép.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def add(organisation: Organisation, **values: Any) -> Paper:
    given = {"kind": PaperKind.REGISTRATION, "file": pdf(), "by": factories.owner_of(organisation), "now": NOON}
    return paper_rules.add_paper(organisation=organisation, **(given | values))


def papers_url(organisation: Organisation) -> str:
    return f"/ban-lam-viec/to-chuc/{organisation.slug}/giay-to/"


def test_paper_is_a_private_file() -> None:
    organisation = factories.make_organisation()
    paper = add(organisation)
    assert (paper.file.purpose, paper.file.subject) == ("exhibitors.paper", str(organisation.pk))
    assert paper.file.original_name == "giấy phép.pdf"
    assert organisation.log.first().action == LogAction.PAPER_ADDED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"MZ not a pdf"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.docx", b"PK\x03\x04 word/document.xml"),
        ("a.pdf", PDF + b"PK\x05\x06" + b"\0" * 18),
    ],
)
def test_other_files_are_refused_beside_the_field(client: Client, name: str, content: bytes) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    response = client.post(papers_url(organisation), {"kind": "other", "file": pdf(name, content)})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert not PrivateFile.objects.exists()


def test_papers_are_counted() -> None:
    organisation = factories.make_organisation()
    for _number in range(paper_rules.MOST):
        add(organisation)
    with pytest.raises(errors.LimitReachedError):
        add(organisation)


def test_paper_is_thrown_away_with_its_file(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    organisation = factories.make_organisation()
    paper = add(organisation)
    path = Path(paper.file.file.path)
    assert path.exists()
    assert settings.MEDIA_ROOT not in path.parents
    client.force_login(factories.owner_of(organisation))
    address = f"{papers_url(organisation)}{paper.pk}/xoa/"
    assert client.get(address).status_code == 200
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert not path.exists()
    assert not PrivateFile.objects.exists()


def test_paper_is_handed_out_to_editors_and_officers_as_a_download(client: Client) -> None:
    organisation = factories.make_organisation()
    paper = add(organisation)
    editor = factories.make_member(organisation, MemberRole.EDITOR).user
    own, officers = (
        f"{papers_url(organisation)}{paper.pk}/",
        reverse("organisations:paper", args=[organisation.pk, paper.pk]),
    )
    for person, address in ((editor, own), (factories.make_officer(), officers)):
        client.force_login(person)
        response = client.get(address)
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"].startswith("attachment")
        assert "no-store" in response["Cache-Control"]
    client.force_login(factories.make_member(organisation, MemberRole.VIEWER).user)
    assert client.get(own).status_code == 404


def test_frozen_organisation_hands_nothing_in() -> None:
    organisation = factories.make_organisation(state=VerificationState.SUSPENDED)
    with pytest.raises(errors.NotAllowedError):
        add(organisation)


def test_row_of_a_paper_has_a_known_kind() -> None:
    paper = add(factories.make_organisation())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exhibitors_paper SET kind = 'love-letter' WHERE id = %s", [paper.pk])


def test_officer_asks_for_more_and_the_organisation_answers(client: Client) -> None:
    organisation = factories.make_organisation(name="Suối Ngân")
    officer, owner = factories.make_officer(), factories.owner_of(organisation)
    asked = verification.ask_for_more(organisation=organisation, by=officer, now=NOON, reason="Thiếu giấy uỷ quyền.")
    assert asked.turn is VerificationTurn.ORGANISATION
    assert asked.is_public
    assert "Thiếu giấy uỷ quyền." in mail.outbox[-1].body
    assert papers_url(organisation) in mail.outbox[-1].body
    assert not Organisation.objects.waiting_for_officer().exists()
    client.force_login(owner)
    assert client.get("/ban-lam-viec/").context["waiting"][0].text == "Thiếu giấy uỷ quyền."
    page = client.get(papers_url(organisation)).content.decode()
    assert "Thiếu giấy uỷ quyền." in page
    assert officer.full_name not in page
    answer = f"/ban-lam-viec/to-chuc/{organisation.slug}/xac-minh/"
    assert client.post(answer, {"note": "Đã nộp giấy uỷ quyền."}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.turn is VerificationTurn.OFFICER
    assert organisation.log.first().detail == "Đã nộp giấy uỷ quyền."
    again = client.post(answer, {"note": ""}, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "error"]


def test_officer_says_what_is_wanted() -> None:
    organisation, officer = factories.make_organisation(), factories.make_officer()
    for reason in ("", "  \u200b ", "x" * 1001):
        with pytest.raises(errors.DomainError) as caught:
            verification.ask_for_more(organisation=organisation, by=officer, now=NOON, reason=reason)
        assert caught.value.field == "reason"
    with pytest.raises(errors.NotAllowedError):
        verification.ask_for_more(
            organisation=organisation, by=factories.owner_of(organisation), now=NOON, reason="Thêm"
        )


@pytest.mark.parametrize("state", [state for state in VerificationState if state is not VerificationState.UNVERIFIED])
def test_more_is_asked_only_of_those_who_wait(state: VerificationState) -> None:
    organisation = factories.make_organisation(state=state)
    with pytest.raises(errors.IllegalMoveError):
        verification.ask_for_more(organisation=organisation, by=factories.make_officer(), now=NOON, reason="Thêm")


def test_database_lets_only_one_side_wait() -> None:
    organisation = factories.make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exhibitors_organisation SET more_asked_at = created_at WHERE id = %s", [organisation.pk])


def test_queue_shows_what_waits_longest_first(client: Client, django_assert_num_queries: Any) -> None:
    officer = factories.make_officer()
    old, new, asked = (factories.make_organisation(name=name) for name in ("Cũ", "Mới", "Đã hỏi"))
    factories.make_organisation(name="Đã xong", state=VerificationState.VERIFIED)
    Organisation.objects.filter(pk=old.pk).update(waits_since=NOON.replace(year=2025))
    verification.ask_for_more(organisation=asked, by=officer, now=NOON, reason="Thêm giấy tờ")
    add(new)
    client.force_login(officer)
    address = reverse("organisations:queue")
    rows = list(client.get(address).context["object_list"])
    assert [row.name for row in rows] == ["Cũ", "Mới"]
    assert [row.number_of_papers for row in rows] == [0, 1]
    page = client.get(address).content.decode()
    assert reverse("organisations:decide", args=[old.pk, "more"]) in page


def test_queue_is_for_officers(client: Client) -> None:
    factories.make_organisation(name="Kín Đáo")
    client.force_login(factories.make_person())
    assert client.get(reverse("organisations:queue")).status_code == 302
    member = factories.make_person()
    client.force_login(member)
    assert "Kín Đáo" not in client.get(reverse("organisations:queue"), follow=True).content.decode()


def test_officer_reads_papers_and_log_in_words(client: Client) -> None:
    organisation = factories.make_organisation()
    add(organisation, kind=PaperKind.AUTHORITY)
    officer = factories.make_officer()
    client.force_login(officer)
    client.post(reverse("organisations:decide", args=[organisation.pk, "more"]), {"reason": "Thiếu chữ ký."})
    page = client.get(reverse("organisations:inspect", args=[organisation.pk])).content.decode()
    assert "giấy phép.pdf" in page
    assert "Thiếu chữ ký." in page
    lines = history.lines(organisation)
    assert [line.text for line in lines] == ["Thiếu chữ ký.", str(PaperKind.AUTHORITY.label), ""]
    assert lines[0].by == "Cán Bộ"


def test_log_names_people_and_roles(django_assert_num_queries: Any) -> None:
    from exhibitors.domain import membership as memberships

    organisation = factories.make_organisation()
    member = factories.make_member(organisation, MemberRole.EDITOR, factories.make_person(full_name="Lê Thị Đọc"))
    owner = factories.owner_of(organisation)
    memberships.change_role(membership=member, role=MemberRole.VIEWER, by=owner, now=NOON)
    with django_assert_num_queries(2):
        lines = history.lines(organisation)
    assert lines[0].text == f"Lê Thị Đọc: {MemberRole.EDITOR.label} → {MemberRole.VIEWER.label}"


def test_paper_is_kept_until_its_kind_is_chosen(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    response = client.post(papers_url(organisation), {"kind": "", "file": pdf("phep.pdf")})
    assert list(response.context["form"].errors) == ["kind"]
    number = response.context["form"]["file_kept"].value()
    assert f'value="{number}"' in response.content.decode()
    response = client.post(papers_url(organisation), {"kind": "other", "file_kept": number})
    assert response.status_code == 302
    assert Paper.objects.get().file.original_name == "phep.pdf"
    assert PrivateFile.objects.count() == 1
