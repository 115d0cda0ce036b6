"""Drawing a document: a typst template of some room, filled with data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.apps import apps
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.kernel.languages import Language

# Every template stands under the project's folder, and reads nothing outside it.
_ROOT: Final = Path(__file__).resolve().parent.parent.parent


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
    its date. Raises LookupError for an unknown template and ``typst.TypstError`` for one that cannot be drawn, such as
    a picture without an alternative text.
    """
    return bytes(
        typst.compile(
            str(_path_of(template)),
            root=str(_ROOT),
            ignore_system_fonts=True,
            sys_inputs={
                "data": json.dumps(data, ensure_ascii=False),
                "title": title,
                "language": Language(language).value,
            },
            pdf_standards="ua-1",
            timestamp=int(moment.timestamp()),
        )
    )


def response(*, pdf: bytes, name: str, as_attachment: bool = False) -> HttpResponse:
    """Return an answer with a PDF that no cache keeps and no search engine lists; ``name`` is the file's name."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment, name) or "inline"
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
