"""Our Vietnamese for the dependencies can be given to them: every package gets a catalogue that its project would take."""

import subprocess
import sys
from pathlib import Path

import polib

from tools import upstream


def test_every_entry_of_ours_goes_to_the_package_that_lacks_it(tmp_path: Path) -> None:
    count = upstream.write(tmp_path)
    ours = {
        (path.stem, entry.msgctxt, entry.msgid)
        for path in upstream.OVERLAY.glob("*.po")
        for entry in polib.pofile(str(path))
    }
    written = [(path, entry) for path in tmp_path.rglob("*.po") for entry in polib.pofile(str(path))]

    # What several packages lack goes to each of them.
    assert len(written) == count > len(ours)
    assert {(path.stem, entry.msgctxt, entry.msgid) for path, entry in written} == ours
    assert all(entry.translated() and not entry.fuzzy and not entry.tcomment for _path, entry in written)


def test_catalogues_have_the_header_of_their_project(tmp_path: Path) -> None:
    upstream.write(tmp_path)
    given = polib.pofile(str(tmp_path / "wagtail" / "admin" / "locale" / "vi" / "LC_MESSAGES" / "django.po")).metadata

    assert given["Project-Id-Version"].startswith("wagtail 7")
    assert given["Language"] == "vi"
    assert given["Plural-Forms"] == "nplurals=1; plural=0;"
    assert "ietnam" in given["Language-Team"]


def test_no_entry_belongs_to_a_package_that_is_gone() -> None:
    found = subprocess.run([sys.executable, "tools/upstream.py", "check"], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")
