"""Sound, film and captions: what they are, how long, how large; uploads that are refused; parts of files."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import Client, RequestFactory
from wagtail.models import Collection, Site

from portal.accounts.models import User
from portal.media import captions, recordings, serving, uploads
from portal.media.models import PortalDocument
from portal.media.recordings import RecordingKind
from tests.factories import recordings as make

ADD = "/admin/documents/multiple/add/"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make.mp3(), RecordingKind.MP3),
        (make.mp3(tagged=True), RecordingKind.MP3),
        (make.mp4(), RecordingKind.MP4),
        (make.mp4(brand=b"M4A "), RecordingKind.M4A),
        (make.webm(), RecordingKind.WEBM),
        (b"%PDF-1.7 something", None),
        (b"", None),
        (b"\xff\xfe", None),
        (b"\xff\xd8\xff\xe0 a picture", None),
    ],
)
def test_kind_is_told_by_contents(data: bytes, kind: RecordingKind | None) -> None:
    assert recordings.detect(io.BytesIO(data)) is kind


def test_playing_time_is_read_from_the_file() -> None:
    assert recordings.seconds(io.BytesIO(make.mp3(10)), RecordingKind.MP3) == 10
    assert recordings.seconds(io.BytesIO(make.mp3(10, tagged=True)), RecordingKind.MP3) == 10
    assert recordings.seconds(io.BytesIO(make.mp3_of_changing_rate(4594)), RecordingKind.MP3) == 120
    assert recordings.seconds(io.BytesIO(make.mp4(275, padding=5000)), RecordingKind.MP4) == 275
    assert recordings.seconds(io.BytesIO(make.webm()), RecordingKind.WEBM) is None
    for damaged in (b"ID3", make.mp4(9)[:40], b"\0\0\0\x01ftyp", b"\0\0\0\0ftypisom", make.mp3(1)[:5]):
        for kind in RecordingKind:
            recordings.seconds(io.BytesIO(damaged), kind)


def test_captions_are_read() -> None:
    text = "\ufeffWEBVTT - Bản tin\r\n\r\nNOTE ghi chú\r\n\r\n1\r\n00:01.000 --> 00:04.500 align:start\r\nXin chào\r\nbạn\r\n\r\n01:00:00.000 --> 01:00:01.000\r\nHết\r\n"
    cues = captions.parse(text.encode())
    assert [(cue.starts, cue.ends) for cue in cues] == [(1000, 4500), (3_600_000, 3_601_000)]
    assert cues[0].words == "Xin chào\nbạn"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Hello", "Dòng 1"),
        (b"WEBVTT\n", "Không có phụ đề"),
        (b"WEBVTT\n00:01.000 --> 00:02.000\nx", "Dòng 2"),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nx", "Dòng 3"),
        (b"WEBVTT\n\n1\n00:05.000 --> 00:02.000\nx", "Dòng 4"),
        (make.vtt(("00:05.000", "00:06.000"), ("00:01.000", "00:02.000")), "Dòng 6"),
        (b"WEBVTT\n\nonly words\n", "Dòng 3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nTiếng Việt".encode("utf-16"), "UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nTi\xe9ng", "Dòng 4"),
    ],
)
def test_wrong_captions_are_refused_with_the_line(data: bytes, words: str) -> None:
    with pytest.raises(captions.CaptionsError, match=words):
        captions.parse(data)


def test_srt_becomes_webvtt() -> None:
    srt = "1\r\n00:00:01,000 --> 00:00:04,5\r\nXin chào\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\n2026\r\nHết\r\n"
    made = captions.from_srt(srt.encode())
    assert made.decode().splitlines()[:4] == ["WEBVTT", "", "00:00:01.000 --> 00:00:04.500", "Xin chào"]
    assert [cue.words for cue in captions.parse(made)] == ["Xin chào", "2026\nHết"]
    with pytest.raises(captions.CaptionsError, match="Dòng 2"):
        captions.from_srt(b"1\n00:00 --> 1\nx")


def _upload(client: Client, name: str, data: bytes) -> dict[str, object]:
    root = Collection.get_first_root_node()
    answer = client.post(
        ADD,
        {"title": name, "files[]": SimpleUploadedFile(name, data), "collection": root.pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


@pytest.fixture
def desk(site: Site) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri@example.org", "mat-khau-thu", full_name="Quản trị"))
    return client


def test_uploads_are_checked_and_nothing_wrong_is_stored(desk: Client) -> None:
    for name, data, words in (
        ("phim.mp4", b"%PDF-1.7", "MP4"),
        ("phim.mp3", make.mp4(), "MP3"),
        ("phu-de.vtt", b"Hello", "Dòng 1"),
        ("phu-de.srt", b"1\n00:00 --> 1\nx", "Dòng 2"),
    ):
        answer = _upload(desk, name, data)
        assert answer["success"] is False, name
        assert words in str(answer["error_message"])
    assert not PortalDocument.objects.exists()
    for name, data in (("tin.mp3", make.mp3(1)), ("tin.m4a", make.mp4()), ("phu-de.vtt", make.vtt())):
        assert _upload(desk, name, data)["success"] is True, name
    srt = b"1\n00:00:01,000 --> 00:00:02,000\nx\n"
    assert _upload(desk, "phu-de-2.srt", srt)["success"] is True
    stored = PortalDocument.objects.get(title="phu-de-2.srt")
    assert stored.filename.endswith(".vtt")
    captions.parse(stored.file.read())


def test_a_film_too_large_is_refused_in_the_readers_language_and_says_what_to_do(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    monkeypatch.setattr(recordings, "LARGEST_FILM", 1000)
    answer = _upload(desk, "phim.mp4", make.mp4(padding=200_000))
    assert answer["success"] is False
    for words in ("YouTube", "720p", "195"):
        assert words in str(answer["error_message"])
    assert not PortalDocument.objects.exists()


class _Film(io.RawIOBase):
    """The body of a request with a film of any size, made while it is read."""

    def __init__(self, size: int) -> None:
        self.head = (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="phim.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
        )
        self.tail = b"\r\n--b--\r\n"
        self.left, self.length = size, size + len(self.head) + len(self.tail)

    def read(self, size: int = -1) -> bytes:
        if self.head:
            found, self.head = self.head, b""
            return found
        if self.left:
            found = bytes(min(self.left, 65536 if size < 0 else size))
            self.left -= len(found)
            return found
        found, self.tail = self.tail, b""
        return found


def test_two_hundred_megabytes_fill_neither_memory_nor_disk(settings: object, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None  # type: ignore[attr-defined]
    body = _Film(200 * 1024 * 1024)
    request = RequestFactory().post("/")
    handlers = request.upload_handlers
    assert isinstance(handlers[0], uploads.BoundedUploadHandler)
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(body.length)}
    _post, files = MultiPartParser(meta, body, handlers).parse()  # type: ignore[arg-type]
    film = files["f"]
    assert isinstance(film, uploads.RefusedUpload)
    assert film.size == 200 * 1024 * 1024
    assert film.read() == b""
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= uploads.LARGEST


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "given", "data"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=-2", 206, "bytes 8-9/10", b"89"),
        ("bytes=5-500", 206, "bytes 5-9/10", b"56789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=3-1", 200, None, b"0123456789"),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("lines=0-1", 200, None, b"0123456789"),
    ],
)
def test_parts_of_a_recording(tmp_path: Path, asked: str, status: int, given: str | None, data: bytes) -> None:
    path = tmp_path / "tin.mp3"
    path.write_bytes(b"0123456789")
    answer = serving.respond(RequestFactory().get("/", headers={"range": asked}), path)
    assert answer.status_code == status
    assert answer.headers.get("Content-Range") == given
    assert b"".join(answer) == data
    assert answer.headers["Accept-Ranges"] == "bytes"
    answer.close()


@pytest.mark.django_db
def test_part_of_a_changed_recording_is_sent_whole_and_a_known_one_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "tin.mp3"
    path.write_bytes(b"0123456789")
    asked = RequestFactory()
    whole = serving.respond(asked.get("/"), path)
    assert (whole.status_code, whole.headers["Content-Length"]) == (200, "10")
    etag = whole.headers["ETag"]
    whole.close()
    for condition, status in ((etag, 206), (whole.headers["Last-Modified"], 206), ('"other"', 200)):
        answer = serving.respond(asked.get("/", headers={"range": "bytes=0-1", "if-range": condition}), path)
        assert answer.status_code == status, condition
        answer.close()
    assert serving.respond(asked.get("/", headers={"if-none-match": etag}), path).status_code == 304


def test_both_addresses_of_a_document_serve_parts(site: Site, client: Client) -> None:
    document = make.document("tin.mp3", make.mp3(1))
    for url in (document.url, document.file.url):
        answer = client.get(url, headers={"range": "bytes=0-3"})
        assert answer.status_code == 206, url
        assert answer.getvalue() == make.mp3(1)[:4]
        assert answer.headers["Content-Type"] == "audio/mpeg"
        assert client.head(url).headers["Content-Length"] == str(len(make.mp3(1)))
    vtt = make.document("phu-de.vtt", make.vtt())
    assert client.get(vtt.file.url).headers["Content-Type"].startswith("text/vtt")
    assert client.get("/media/documents/khong-co.mp3").status_code == 404
    assert client.get("/media/../../etc/passwd.mp3").status_code in {400, 404}


@pytest.mark.parametrize("name", ["tap-khong-duoi", "phim.mp4", "phim"])
def test_refused_file_gets_one_sentence(admin_client: Client, name: str) -> None:
    """The model would add that the ending, an empty one even, is not allowed."""
    file = SimpleUploadedFile(name, b"not a film")
    answer = admin_client.post(
        "/admin/documents/add/", {"title": "Tệp", "collection": Collection.get_first_root_node().pk, "file": file}
    )
    (said,) = answer.context["form"].errors["file"]
    assert "“”" not in said
    assert ("không có phần mở rộng" in said) is ("." not in name)
