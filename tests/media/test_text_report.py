"""What editors see of the documents in the search."""

from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from portal.accounts.models import User
from portal.media.models import DocumentText
from tests import worlds
from tests.factories import documents as files
from tests.factories import news

REPORT = "/admin/reports/document-texts/"


@worlds.standing
def room(site: Site) -> Any:
    return news.make_newsroom(site, "bao-a", "Báo A")


def text(title: str, collection: Any, **values: Any) -> DocumentText:
    document = files.document(title, "tep.txt", b"noi dung", collection=collection)
    return DocumentText.objects.create(document=document, stamp="cu", asked_at=timezone.now(), **values)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_editor_reads_why_a_document_is_not_found(room: Any, client: Client) -> None:
    text("Bản quét", room.page.collection, state="nothing", reason="scanned")
    body = signed_in(client, room.editor).get(REPORT).content.decode()
    assert "Bản quét" in body
    assert "không tìm được theo nội dung" in body
    assert "Không có chữ để đọc: 1" in body


def test_editor_has_a_document_read_again(room: Any, client: Client) -> None:
    row = text("Hỏng", room.page.collection, state="failed", reason="broken")
    answer = signed_in(client, room.editor).post(f"/admin/documents/{row.document_id}/read-again/", follow=True)
    assert "sẽ được đọc lại" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.text, row.reason) == ("read", "noi dung", "")


def test_documents_of_others_are_neither_shown_nor_read_again(room: Any, site: Site, client: Client) -> None:
    other = news.make_newsroom(site, "bao-b", "Báo B")
    row = text("Của người khác", other.page.collection, state="failed", reason="broken")
    signed_in(client, room.editor)
    assert "Của người khác" not in client.get(REPORT).content.decode()
    assert client.post(f"/admin/documents/{row.document_id}/read-again/").status_code == 404
    assert client.get(f"/admin/documents/{row.document_id}/read-again/").status_code == 405


def test_document_that_was_never_shown_is_not_read(room: Any, client: Client) -> None:
    document = files.document("Chưa đăng", "tep.txt", b"noi dung", collection=room.page.collection)
    assert signed_in(client, room.editor).post(f"/admin/documents/{document.pk}/read-again/").status_code == 404
    assert not DocumentText.objects.exists()
