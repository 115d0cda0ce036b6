"""What a version without names gives away: found in every kind of file, kept beside it, cleaned where a program can."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Site

from awards.dossiers import leaks
from awards.dossiers.domain import files, leak_reports
from awards.dossiers.enums import LeakPlace
from awards.models import AwardPage, DossierFile, LeakReport, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.media.enums import FileKind
from portal.media.models import PrivateFile
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as make
from tests.factories import exhibitors
from tests.pdf import samples

pytestmark = pytest.mark.django_db
SECRETS = ("Nguyễn Thị Lụa", "Công ty Cổ phần Kinh Bắc", "2300123456", "kinhbac.example", "912345678", "Lê An")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def found(data: bytes, kind: FileKind, name: str = "mo-ta") -> set[tuple[LeakPlace, str]]:
    rows = leaks.in_file(file=io.BytesIO(data), kind=kind.value, name=name, size=len(data), secrets=SECRETS)
    return {(row.place, row.found) for row in rows}


def docx(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", words)
    return made.getvalue()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tác giả NGUYỄN THỊ LỤA", {"Nguyễn Thị Lụa"}),
        ("do nguyen thi lua thuc hien", {"Nguyễn Thị Lụa"}),
        ("Công ty Cổ phần\nKinh Bắc, MST 2300 123 456", {"Công ty Cổ phần Kinh Bắc", "2300123456"}),
        ("lua@kinhbac.example hoặc +84 912 345 678", {"kinhbac.example", "912345678"}),
        ("anh Lê An sửa", {"Lê An"}),
        ("lề ảnh, thể hiện dụng cụ", set()),
        ("tranh lụa, người thợ", set()),
    ],
)
def test_names_are_found_however_they_are_written(words: str, expected: set[str]) -> None:
    assert set(leaks.in_words(words, SECRETS)) == expected


def test_a_pdf_tells_in_its_name_properties_and_text() -> None:
    seen = found(samples.from_typst(), FileKind.PDF, "nguyen-thi-lua.pdf")
    for place in (LeakPlace.FILE_NAME, LeakPlace.PROPERTIES, LeakPlace.TEXT):
        assert (place, "Nguyễn Thị Lụa") in seen
    assert (LeakPlace.TEXT, "912345678") in seen
    assert (LeakPlace.COMMENTS, "Tran Van Sua") in found(samples.packed(), FileKind.PDF)
    assert found(samples.from_typst("Máy sấy", author=""), FileKind.PDF) == set()
    assert found(b"%PDF-1.4\n%%EOF", FileKind.PDF) == {(LeakPlace.UNREAD, "")}


def test_a_text_document_tells_in_properties_comments_changes_and_split_words() -> None:
    seen = found(
        docx(
            "<w:p><w:r><w:t>Nguyễn Thị </w:t></w:r><w:r><w:t>Lụa</w:t></w:r></w:p>"
            '<w:ins w:author="Trần Sửa"><w:r><w:t>thêm</w:t></w:r></w:ins>',
            docProps__core='<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Người Soạn</dc:creator></p>',
            word__comments=f'<w:comments {W}><w:comment w:author="Phạm Góp Ý"/></w:comments>',
        ),
        FileKind.DOCX,
    )
    assert seen == {
        (LeakPlace.TEXT, "Nguyễn Thị Lụa"),
        (LeakPlace.CHANGES, "Trần Sửa"),
        (LeakPlace.PROPERTIES, "Người Soạn"),
        (LeakPlace.COMMENTS, "Phạm Góp Ý"),
    }
    assert found(docx("<w:p><w:r><w:t>Máy sấy</w:t></w:r></w:p>"), FileKind.DOCX) == set()


def test_entities_are_not_unfolded_and_broken_files_are_said_to_be_unread() -> None:
    bomb = docx("", word__header1='<!DOCTYPE a [<!ENTITY b "Nguyễn Thị Lụa">]><a><t>&b;</t></a>')
    assert found(bomb, FileKind.DOCX) == {(LeakPlace.UNREAD, "")}
    assert found(b"PK\x03\x04 broken", FileKind.XLSX) == {(LeakPlace.UNREAD, "")}


def test_a_table_tells_in_cells_comments_and_properties() -> None:
    book = openpyxl.Workbook()
    book.properties.creator = "Người Lập Bảng"
    book.active["A1"] = "Công ty Cổ phần Kinh Bắc"
    book.active["A1"].comment = Comment("xem lại", "Lê Soát")
    made = io.BytesIO()
    book.save(made)
    seen = found(made.getvalue(), FileKind.XLSX)
    assert (LeakPlace.TEXT, "Công ty Cổ phần Kinh Bắc") in seen
    assert (LeakPlace.PROPERTIES, "Người Lập Bảng") in seen
    assert (LeakPlace.COMMENTS, "Lê Soát") in seen


def test_a_picture_tells_in_camera_data_and_text_chunks() -> None:
    picture, made = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Nguyen Thi Lua"
    picture.save(made, "JPEG", exif=exif)
    assert (LeakPlace.CAMERA, "Nguyen Thi Lua") in found(made.getvalue(), FileKind.JPEG)
    chunk, made = PngInfo(), io.BytesIO()
    chunk.add_text("Author", "Nguyễn Thị Lụa")
    picture.save(made, "PNG", pnginfo=chunk)
    assert {place for place, _name in found(made.getvalue(), FileKind.PNG)} == {LeakPlace.CAMERA, LeakPlace.UNREAD}


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    person = exhibitors.make_person(full_name="Nguyễn Thị Lụa")
    return {"page": page, "person": person, "secretary": secretary, "dossier": make.start(page, person)}


def put(dossier: Nomination, page: AwardPage, person: User, data: bytes, *, twin: bool = True) -> DossierFile:
    key = make.rules_of(page).documents[0].key
    former = DossierFile.objects.filter(nomination=dossier, key=key, is_twin=twin).first()
    return files.put_file(
        nomination=dossier,
        key=key,
        is_twin=twin,
        file=SimpleUploadedFile("lua.pdf", data),
        by=person,
        now=clock.now(),
        replaces=former.pk if former else None,
    )


def test_the_report_is_kept_for_the_version_without_names_only(world: dict[str, Any]) -> None:
    act = (world["dossier"], world["page"], world["person"], samples.from_typst())
    put(*act, twin=False)
    assert not LeakReport.objects.exists()
    twin = put(*act)
    rows = leaks.read(LeakReport.objects.get(file=twin).findings)
    assert leaks.Leak(LeakPlace.TEXT, "Nguyễn Thị Lụa") in rows
    put(*act)
    assert LeakReport.objects.count() == 1


def test_a_cleaned_copy_takes_the_place_and_says_what_stays(world: dict[str, Any]) -> None:
    twin = put(world["dossier"], world["page"], world["person"], samples.from_typst())
    act: dict[str, Any] = {"nomination": world["dossier"], "key": twin.key, "now": clock.now()}
    with pytest.raises(errors.NotAllowedError):
        files.clean_twin(by=exhibitors.make_person(), **act)
    made = files.clean_twin(by=world["person"], **act)
    assert made.file.original_name == f"{twin.key}.pdf"
    assert {leak.place for leak in leaks.read(made.leaks.findings)} == {LeakPlace.TEXT}
    assert PrivateFile.objects.filter(subject=str(world["dossier"].public_id)).count() == 1
    broken = put(world["dossier"], world["page"], world["person"], b"%PDF-1.4\n%%EOF")
    with pytest.raises(errors.DomainError):
        files.clean_twin(by=world["person"], **act)
    assert DossierFile.objects.filter(pk=broken.pk).exists()


def test_the_secretariat_accepts_with_a_note_once_it_is_handed_in(world: dict[str, Any]) -> None:
    dossier = world["dossier"]
    twin = put(dossier, world["page"], world["person"], samples.from_typst())
    act: dict[str, Any] = {"nomination": dossier, "pk": twin.pk, "by": world["secretary"], "now": clock.now()}
    with pytest.raises(errors.DomainError):
        leak_reports.accept(note="Tên làng nghề.", **act)
    Nomination.objects.filter(pk=dossier.pk).update(state="submitted", submitted_at=clock.now())
    with pytest.raises(errors.NotAllowedError):
        leak_reports.accept(note="Tên làng nghề.", **{**act, "by": world["person"]})
    with pytest.raises(errors.DomainError) as caught:
        leak_reports.accept(note=" ", **act)
    assert caught.value.field == "note"
    report = leak_reports.accept(note="Tên làng nghề.", **act)
    assert (report.accepted_by, report.note) == (world["secretary"], "Tên làng nghề.")
    cleaned = files.clean_for_jury(**act)
    assert {leak.place for leak in leaks.read(cleaned.leaks.findings)} == {LeakPlace.TEXT}
    assert dossier.log.filter(by=world["secretary"]).count() == 1
    with pytest.raises(errors.NotAllowedError):
        files.clean_for_jury(**{**act, "by": world["person"], "pk": cleaned.pk})
    act["pk"] = cleaned.pk
    again = leak_reports.look_again(**act)
    assert again.accepted_at is None
    leak_reports.accept(note="Tên làng nghề.", **act)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE awards_leakreport SET note = ''")
