"""The command that checks files and addresses: what it says, and how it ends."""

import gzip
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.calendars import fetch
from tests.events.calendars.fixtures import make

GOOD = make.good()
HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "ETag": '"a"',
    "Last-Modified": "Mon, 23 Nov 2026 02:00:00 GMT",
    "Cache-Control": "public, max-age=900",
}
PAGE = b"<!DOCTYPE html><html><body>502</body></html>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/good.ics": (200, HEADERS, GOOD),
    "/packed.ics": (200, {**HEADERS, "Content-Encoding": "gzip"}, gzip.compress(GOOD)),
    "/not-packed.ics": (200, {**HEADERS, "Content-Encoding": "gzip"}, GOOD),
    "/cut-packed.ics": (200, {**HEADERS, "Content-Encoding": "gzip"}, gzip.compress(GOOD)[:-20]),
    "/bomb.ics": (200, {**HEADERS, "Content-Encoding": "gzip"}, gzip.compress(b"a" * 40_000_000, 1)),
    "/moved.ics": (302, {"Location": "/good.ics"}, b""),
    "/away.ics": (302, {"Location": "file:///etc/hostname"}, b""),
    "/round.ics": (302, {"Location": "/round.ics?again"}, b""),
    "/page.ics": (200, {**HEADERS, "Content-Type": "text/html; charset=utf-8"}, PAGE),
    "/gone.ics": (404, {"Content-Type": "text/plain"}, b"no"),
    "/empty.ics": (200, HEADERS, b""),
    "/mark.ics": (200, HEADERS, b"\xef\xbb\xbf" + GOOD),
    "/latin.ics": (200, {**HEADERS, "Content-Type": "text/calendar; charset=iso-8859-1"}, GOOD),
    "/method.ics": (200, {**HEADERS, "Content-Type": "text/calendar; charset=utf-8; method=REQUEST"}, GOOD),
    "/bare.ics": (200, {"Content-Type": "text/calendar", "Set-Cookie": "a=b"}, GOOD),
    "/undated.ics": (200, {**HEADERS, "Last-Modified": ""}, GOOD),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS[self.path.partition("?")[0]]
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


def run(name: str, capsys: pytest.CaptureFixture[str]) -> tuple[bool, str]:
    try:
        call_command("lint_calendar", name)
    except CommandError as error:
        return False, f"{capsys.readouterr().out}{error}"
    return True, capsys.readouterr().out


def test_files_are_passed_or_told_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(make.FOLDER / "good.ics"), capsys)[0]
    passed, said = run(str(make.FOLDER / "no-uid.ics"), capsys)
    assert not passed
    assert "UID" in said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("lint_calendar", str(tmp_path / "none.ics"))


def test_an_invitation_is_judged_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VEVENT")]
    body = GOOD[: GOOD.index(b"BEGIN:VEVENT")].replace(b"METHOD:PUBLISH", b"METHOD:REQUEST")
    body += event + b"ATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    file = tmp_path / "invitation.ics"
    file.write_bytes(body)
    call_command("lint_calendar", str(file), invitation=True)
    assert not run(str(file), capsys)[0]


@pytest.mark.parametrize("path", ["/good.ics", "/packed.ics", "/moved.ics"])
def test_a_good_address_passes(server: str, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = run(server + path, capsys)
    assert passed
    assert "good (4 entries" in said
    assert ("redirects: 1" in said) == (path == "/moved.ics")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page.ics", "HTML"),
        ("/page.ics", "content type is text/html"),
        ("/gone.ics", "status is 404"),
        ("/empty.ics", "empty"),
        ("/mark.ics", "byte order mark"),
        ("/latin.ics", "charset is iso-8859-1"),
        ("/method.ics", "METHOD"),
        ("/bomb.ics", "more than 20000000 octets"),
        ("/not-packed.ics", "says gzip and is not"),
        ("/cut-packed.ics", "cut off"),
        ("/round.ics", "more than 5 redirects"),
        ("/away.ics", "away from http"),
    ],
)
def test_a_bad_address_fails_and_says_why(
    server: str, path: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    passed, said = run(server + path, capsys)
    assert not passed
    assert words in said


def test_what_could_be_better_is_said_and_does_not_fail(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = run(f"{server}/bare.ics", capsys)
    assert passed
    for words in ("no charset", "neither ETag nor Last-Modified", "cookies", "how long"):
        assert "advice: " in said
        assert words in said
    assert "Last-Modified is missing" in run(f"{server}/undated.ics", capsys)[1]


@pytest.mark.parametrize("name", ["file:///etc/hostname", "ftp://example.org/a.ics", "http://127.0.0.1:9/a.ics"])
def test_other_addresses_and_silent_ones_are_refused(name: str) -> None:
    with pytest.raises(CommandError, match="cannot be fetched"):
        call_command("lint_calendar", name)


def test_a_slow_answer_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", -1)
    with pytest.raises(CommandError, match="cannot be fetched"):
        call_command("lint_calendar", f"{server}/good.ics")


def test_json_says_the_same(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="problems"):
        call_command("lint_calendar", f"{server}/moved.ics", str(make.FOLDER / "no-uid.ics"), json=True)
    good, bad = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (good["faults"], good["entries"], good["octets"]) == (0, 4, len(GOOD))
    assert good["http"]["status"] == 200
    assert len(good["http"]["redirects"]) == 1
    assert bad["faults"] == 1
    assert bad["problems"][0]["line"] == 21
