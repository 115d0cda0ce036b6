"""What a file tells beside what it shows, and what it shows as text. Nothing here knows whose names are looked for."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from PIL import Image, UnidentifiedImageError

from portal.media.enums import FileKind
from portal.pdf import parsing, reading, wording

LARGEST: Final = 40 * 1024 * 1024
LARGEST_PART: Final = 20 * 1024 * 1024
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AUTHORS_OF_OFFICE: Final = ("creator", "lastModifiedBy", "Company", "Manager")
_PLAIN_OF_OFFICE: Final = ("title", "subject", "description", "keywords", "category")
_CREATOR_OF_XMP: Final = re.compile(r"<dc:creator\b[^>]*>(.*?)</dc:creator>", re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]+>")
_CHANGES: Final = (
    f"{WORD}ins",
    f"{WORD}del",
    f"{WORD}moveFrom",
    f"{WORD}moveTo",
    f"{WORD}rPrChange",
    f"{WORD}pPrChange",
)


@dataclass(slots=True)
class Told:
    """``authors`` are named in properties whatever the names, ``properties`` hold other words; ``commenters`` and ``changers`` wrote in it."""

    authors: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    commenters: list[str] = field(default_factory=list)
    changers: list[str] = field(default_factory=list)
    camera: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    text: str = ""
    is_read: bool = True
    """Whether its text could be read at all: not of pictures, films, scans, and what is encrypted or damaged."""


def of(file: BinaryIO, kind: str, size: int) -> Told:
    """Return what a file of a media type tells."""
    if size > LARGEST:
        return Told(is_read=False)
    if kind == FileKind.PDF.value:
        return _pdf(file.read())
    if kind in {FileKind.DOCX.value, FileKind.XLSX.value}:
        return _office(file)
    if kind in {FileKind.JPEG.value, FileKind.PNG.value}:
        return _picture(file)
    return Told(is_read=False)


def _pdf(data: bytes) -> Told:
    document = reading.Document(data)
    found = Told(text=wording.text(document))
    found.is_read = bool(found.text.strip())
    for key, value in document.dictionary(document.trailer.get("Info")).items():
        words = parsing.text_of(document.resolved(value)).strip()
        if words:
            (found.authors if key == "Author" else found.properties).append(words)
    for one in document.objects.values():
        _pdf_object(document, one.value, found)
    return found


def _pdf_object(document: reading.Document, value: Any, found: Told) -> None:
    about = value.about if isinstance(value, reading.Stream) else value
    if not isinstance(about, dict):
        return
    kind = about.get("Type")
    if kind == "Metadata" and isinstance(value, reading.Stream):
        words = (document.unpacked(value) or b"").decode("utf-8", "replace")
        names = [_TAGS.sub(" ", one).strip() for one in _CREATOR_OF_XMP.findall(words)]
        found.authors.extend(name for name in names if name and name not in found.authors)
        found.properties.append(_TAGS.sub(" ", words))
    elif kind == "Filespec":
        found.attachments.append(parsing.text_of(document.resolved(about.get("UF") or about.get("F"))))
    elif about.get("Subtype") and "Contents" in about and isinstance(about.get("T"), bytes):
        found.commenters.append(parsing.text_of(about["T"]))
        found.properties.append(parsing.text_of(document.resolved(about["Contents"])))


def _office(file: BinaryIO) -> Told:
    found = Told()
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")) and archive.getinfo(name).file_size <= LARGEST_PART:
                    _office_part(name, archive.read(name), found)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return Told(is_read=False)
    found.is_read = bool(found.text.strip())
    return found


def _office_part(name: str, data: bytes, found: Told) -> None:
    if b"\x00" in data or b"<!" in data.replace(b"<![CDATA[", b"").replace(b"<!--", b""):
        # Nothing of Office declares a type of document; with one, a few bytes could be made to unfold into gigabytes.
        return
    try:
        root = ET.fromstring(data)  # noqa: S314 -- without a type of document there are no entities to unfold
    except (ET.ParseError, ValueError):
        return
    if name in {"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"}:
        _office_properties(root, found)
        return
    if "comment" in name.rpartition("/")[2].lower() or "persons" in name.lower():
        found.commenters.extend(_commenters(root))
    found.changers.extend(one.get(f"{WORD}author", "") for one in root.iter() if one.tag in _CHANGES)
    if not name.startswith("docProps/"):
        found.text += "\n" + "".join(_letters(root))


def _office_properties(root: Element, found: Told) -> None:
    for one in root.iter():
        name, words = one.tag.rpartition("}")[2], (one.text or "").strip()
        if not words:
            continue
        if name in _AUTHORS_OF_OFFICE:
            found.authors.append(words)
        elif name in _PLAIN_OF_OFFICE or name == "lpwstr":
            found.properties.append(words)


def _commenters(root: Element) -> Iterator[str]:
    for one in root.iter():
        name = one.tag.rpartition("}")[2]
        for key, value in one.attrib.items():
            if key.rpartition("}")[2] in {"author", "displayName"}:
                yield value
        if name == "author" and one.text:
            yield one.text


def _letters(root: Element) -> Iterator[str]:
    """Give the text of a part; words that Word cut into pieces stay together, paragraphs and cells do not."""
    for one in root.iter():
        name = one.tag.rpartition("}")[2]
        if name in {"p", "si", "c", "tab", "br"}:
            yield "\n"
        if name in {"t", "delText", "instrText"} and one.text:
            yield one.text
        elif name == "sheet":
            yield f"\n{one.get('name', '')}"


def _picture(file: BinaryIO) -> Told:
    found = Told(is_read=False)
    try:
        with Image.open(io.BytesIO(file.read()), formats=("PNG", "JPEG")) as picture:
            exif = picture.getexif()
            found.camera += [str(value) for value in exif.values() if isinstance(value, str) and value.strip()]
            if exif.get_ifd(0x8825):
                found.camera.append("GPS")
            for key, value in {**picture.info, **getattr(picture, "text", {})}.items():
                words = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                if key not in {"exif", "icc_profile", "jfif"} and isinstance(words, str) and words.strip():
                    found.camera.append(_TAGS.sub(" ", words).strip())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return found
    return found
