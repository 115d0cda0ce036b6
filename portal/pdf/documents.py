"""Drawing a document: a typst template of some room, filled with data."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.kernel.languages import Language
from portal.pdf import glyphs, typesetting

logger = logging.getLogger(__name__)
_TYPED: Final = re.compile(r"`[^`]*`|\"[^\"]*\"")


class NotDrawnError(Exception):
    """A document could not be drawn. What it says can be logged: it names the template and repeats nothing of the data."""


def _path_of(template: str) -> Path:
    app, _slash, name = template.partition("/")
    folder = Path(apps.get_app_config(app).path).resolve() / "typst"
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise LookupError(f"There is no document template {template}.")
    return path


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a document is drawn from; see ``render`` for what each part means."""

    template: str
    data: Mapping[str, Any]
    title: str
    language: Language | str
    moment: datetime


def stamp_of(template: str) -> int:
    """Return a number that is another one once the template's file has changed."""
    return _path_of(template).stat().st_mtime_ns


def draw(document: Document) -> bytes:
    """Return a document as PDF; as ``render``."""
    return render(
        template=document.template,
        data=document.data,
        title=document.title,
        language=document.language,
        moment=document.moment,
    )


def render(*, template: str, data: Mapping[str, Any], title: str, language: Language | str, moment: datetime) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a template, the same bytes for the same arguments.

    ``template`` is "<app label>/<file>" and is looked for in the app's folder ``typst``: "registration/ticket.typ".
    ``data`` must be fit for JSON; the template reads it with ``#let data = json(bytes(sys.inputs.data))``. Values reach
    the page as text: whatever people have typed is never read as markup. ``title`` is the document's title, ``moment``
    its date. A letter that no font has is replaced (``portal.pdf.glyphs``), in every text and in the title. Raises
    LookupError for an unknown template and NotDrawnError for one that cannot be drawn, such as a picture without an
    alternative text.
    """
    path = _path_of(template)
    reason = ""
    for change in (glyphs.as_typed, glyphs.with_known_signs, glyphs.with_plain_signs):
        try:
            told = change([title, data])
            return _compiled(path, told[1], told[0], language, moment)
        except typesetting.NotCompiledError as error:
            reason = str(error)
    raise NotDrawnError(f"{template}: {_TYPED.sub('…', reason)}")


def _compiled(path: Path, data: Any, title: str, language: Language | str, moment: datetime) -> bytes:
    return typesetting.compiled(
        path,
        inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "title": title,
            "language": Language(language).value,
        },
        timestamp=int(moment.timestamp()),
    )


def log_failure(error: Exception, *, of: str) -> None:
    """Log that a document could not be drawn, without words of the error that may repeat what somebody typed.

    ``of`` tells which one, by a key.
    """
    reason = str(error) if isinstance(error, NotDrawnError) else type(error).__name__
    logger.error("Not drawn: %s (%s)", of, reason)


def response(*, pdf: bytes, name: str, as_attachment: bool = False) -> HttpResponse:
    """Return an answer with a PDF that no cache keeps and no search engine lists; ``name`` is the file's name."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment, name) or "inline"
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
