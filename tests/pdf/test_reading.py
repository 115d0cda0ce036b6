"""What a PDF file tells beside its pages and on them, a copy without the former, and files that want to break their reader."""

import random
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.dossiers import told
from portal.media.enums import FileKind
from portal.pdf import parsing, reading, stripping, wording
from tests.pdf import samples

TYPST = samples.from_typst()
PACKED = samples.packed()


def test_text_and_author_of_a_typeset_file() -> None:
    document = reading.Document(TYPST)
    assert "Nguyễn Thị Lụa, điện thoại 0912 345 678" in wording.text(document)
    about = document.dictionary(document.trailer["Info"])
    assert parsing.text_of(about["Author"]) == "Nguyễn Thị Lụa"


def test_packed_objects_count_and_the_last_definition_wins() -> None:
    document = reading.Document(PACKED)
    assert wording.text(document).split() == ["May", "say", "bom", "nhiet", "(moi)"]
    assert parsing.text_of(document.dictionary(document.trailer["Info"])["Author"]) == "Nguyen Thi Lua"


@pytest.mark.parametrize("data", [TYPST, PACKED], ids=["typst", "packed"])
def test_a_stripped_copy_shows_the_same_and_tells_nothing(data: bytes) -> None:
    made = stripping.stripped(data)
    before, after = reading.Document(data), reading.Document(made)
    assert wording.text(after) == wording.text(before)
    assert "Info" not in after.trailer
    said = told.of(BytesIO(made), FileKind.PDF.value, len(made))
    assert (said.authors, said.commenters, said.attachments) == ([], [], [])
    for name in (b"Nguoi Cu", b"Nguyen Thi Lua", b"Tran Van Sua", "Nguyễn Thị Lụa".encode("utf-16-be")):
        assert name not in made
        assert name.hex().upper().encode() not in made.upper()
    assert b"dc:creator" not in made


def test_what_is_encrypted_or_no_document_is_not_written_anew() -> None:
    for data in (b"", b"%PDF-1.4\n%%EOF", TYPST.replace(b"/Info ", b"/Encrypt 9 0 R/Info ", 1)):
        with pytest.raises(stripping.NotStrippedError):
            stripping.stripped(data)


def test_a_file_unpacks_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100_000)
    bomb = zlib.compress(b"0" * 50_000_000)
    data = b"1 0 obj <</Filter/FlateDecode/Length %d>> stream\n" % len(bomb) + bomb + b"\nendstream endobj"
    document = reading.Document(data)
    stream = document.resolved(parsing.Reference(1))
    assert document.unpacked(stream) is None


@pytest.mark.parametrize("data", [b"[" * 100_000, b"<<" * 100_000, b"<</A " * 50_000, b"(" * 100_000])
def test_depth_is_bounded(data: bytes) -> None:
    reading.Document(b"1 0 obj " + data)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), source=st.sampled_from([TYPST, PACKED]))
def test_damage_anywhere_never_breaks_the_reader(seed: int, source: bytes) -> None:
    chance = random.Random(seed)
    data = bytearray(source)
    for _change in range(chance.randint(1, 40)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 6)] = chance.randbytes(chance.randint(0, 6))
    told.of(BytesIO(bytes(data)), FileKind.PDF.value, len(data))
    try:
        stripping.stripped(bytes(data))
    except stripping.NotStrippedError:
        return
