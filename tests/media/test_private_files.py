"""Private files: what is taken in, under which name, and how it is handed out."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.media.domain import kept as kept_uploads
from portal.media.domain import private_files
from portal.media.enums import FileKind
from portal.media.models import PrivateFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def drawn(format_: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, format_, **options)
    return file.getvalue()


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


def store(content: bytes, name: str = "giay-phep.pdf", **options: Any) -> PrivateFile:
    values = {"purpose": "tests.paper", "subject": "1", "field": "paper", "by": None, "now": clock.now(), **options}
    return private_files.store(file=SimpleUploadedFile(name, content), **values)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "1 ", "²", "một", ""])
def test_a_number_that_no_record_has_finds_no_kept_file(number: str) -> None:
    keeper = kept_uploads.Keeper(subject="tests", by=User.objects.create_user("nguoi@example.org"))
    assert kept_uploads.fetch(keeper=keeper, field="picture", number=number) is None


@pytest.mark.django_db
def test_document_is_kept_under_a_name_by_chance() -> None:
    record = store(PDF, "Giấy phép số 01.pdf")
    assert record.original_name == "Giấy phép số 01.pdf"
    assert "phep" not in str(record.file.name).lower()
    assert record.mime_type == "application/pdf"
    with record.file.open() as kept:
        assert kept.read() == PDF


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\ho so\\mã số.pdf.exe", "mã số.pdf.pdf"),
        ("a\u202efdp.exe", "a fdp.pdf"),
        (".pdf", "pdf.pdf"),
        ("Giấy phép.PDF", "Giấy phép.pdf"),
    ],
)
def test_names_are_tamed(name: str, kept: str) -> None:
    file = SimpleUploadedFile("x", PDF)
    # What a browser sends reaches a view already shortened to its last part; other callers may not be so kind.
    file._name = name
    record = private_files.store(file=file, purpose="tests.paper", subject="1", field="paper", by=None, now=clock.now())
    assert record.original_name == kept


@pytest.mark.django_db
def test_pictures_lose_camera_data_and_stowaways() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    record = store(drawn(exif=exif) + b"<script>alert(1)</script>", "anh.jpg")
    with record.file.open() as kept:
        content = kept.read()
    assert b"SECRET" not in content
    assert b"script" not in content
    assert Image.open(io.BytesIO(content)).size == (60, 40)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("trong.pdf", b""),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.pdf", b"<html>%PDF-1.7 %%EOF"),
        ("cut.pdf", PDF[:20]),
        ("polyglot.pdf", PDF + archive("x")),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("a.docx", archive("word/document.xml")),
        ("a.exe", b"MZ" + b"\x00" * 100),
    ],
)
def test_what_is_no_document_is_refused_beside_its_field(name: str, content: bytes) -> None:
    with pytest.raises(errors.DomainError) as caught:
        store(content, name)
    assert caught.value.field == "paper"
    assert not PrivateFile.objects.exists()


@pytest.mark.django_db
def test_larger_files_are_refused_before_they_are_read() -> None:
    with pytest.raises(errors.DomainError, match="1 MB"):
        store(PDF + b" " * 1024 * 1024 + b"%%EOF", largest=1024 * 1024)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archive("word/document.xml"), FileKind.DOCX),
        (archive("xl/workbook.xml"), FileKind.XLSX),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (archive("anything.txt"), None),
        ("mã;tên\n1;Máy sấy".encode(), FileKind.CSV),
        ("mã;tên".encode("utf-16"), FileKind.CSV),
        (b"a\x00b", None),
        (b"", None),
    ],
)
def test_kinds_are_told_by_contents(content: bytes, kind: FileKind | None) -> None:
    allowed = [FileKind.DOCX, FileKind.XLSX, FileKind.CSV]
    assert private_files.kind_of(SimpleUploadedFile("x", content), allowed) is kind


@pytest.mark.django_db
def test_answer_is_a_download_that_nothing_keeps() -> None:
    answer = private_files.response(store(PDF))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[arg-type]


@pytest.mark.django_db
def test_only_pictures_are_shown() -> None:
    picture = private_files.response(store(drawn(), "anh.jpg"), shown=True)
    assert picture["Content-Disposition"] == 'inline; filename="anh.jpeg"'
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["Cache-Control"] == "private, no-store"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert private_files.response(store(PDF), shown=True)["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_file_goes_only_when_its_record_is_gone_for_good(django_capture_on_commit_callbacks: Any) -> None:
    record = store(PDF)
    storage, name = record.file.storage, str(record.file.name)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        private_files.delete(record)
        transaction.set_rollback(True)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        private_files.delete(PrivateFile.objects.get())
    assert not storage.exists(name)
    assert not PrivateFile.objects.exists()
