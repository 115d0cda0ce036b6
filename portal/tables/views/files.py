"""Files to download: templates, exports, faulty rows."""

import tempfile
import uuid
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from portal.kernel import clock, languages, slugs
from portal.tables import queries
from portal.tables.kinds import TableKind
from portal.tables.views.skins import Skin, private

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _name(kind: TableKind, ending: str, what: str = "") -> str:
    parts = [str(kind.title), what, clock.today().isoformat() if not what else ""]
    return f"{slugs.slug(' '.join(part for part in parts if part))}.{ending}"


def _attachment(name: str, content_type: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": content_type,
        "X-Content-Type-Options": "nosniff",
    }


@private
@require_safe
def template(request: HttpRequest, skin: Skin, kind: str, ending: str) -> HttpResponse:
    """Hand the template of a kind out, in the reader's language."""
    from portal.tables import writers  # noqa: PLC0415 -- openpyxl is 8 MB, and only who asks for a file needs it

    found, _scope = skin.kind_or_404(request, kind)
    columns = found.columns(for_officers=skin.for_officers)
    language = languages.current()
    name = _name(found, ending, str(translation.pgettext("file name", "template")))
    if ending == "csv":
        return HttpResponse(writers.template_csv(columns, language), headers=_attachment(name, CSV))
    if ending == "xlsx":
        return HttpResponse(writers.template(columns, language), headers=_attachment(name, XLSX))
    raise Http404


@private
@require_safe
def export(request: HttpRequest, skin: Skin, kind: str, ending: str) -> HttpResponse | StreamingHttpResponse:
    """Hand everything of a kind out, in the shape in which it can be imported again."""
    from portal.tables import writers  # noqa: PLC0415 -- openpyxl is 8 MB, and only who asks for a file needs it

    found, scope = skin.kind_or_404(request, kind)
    session = found.open(scope=scope, by=request.user, now=clock.now())
    language = languages.current()
    records = queries.records(session)
    if ending == "csv":
        lines = writers.export_csv(records, session.reader, language)
        return StreamingHttpResponse(lines, headers=_attachment(_name(found, "csv"), CSV))
    if ending == "xlsx":
        target = _scratch()
        writers.export_xlsx(records, session.reader, language, target)
        return _file(target, _name(found, "xlsx"))
    raise Http404


@private
@require_safe
def faulty(request: HttpRequest, skin: Skin, key: uuid.UUID) -> FileResponse:
    """Hand the rows out that could not be used, with what is wrong with each."""
    from portal.tables import writers  # noqa: PLC0415 -- openpyxl is 8 MB, and only who asks for a file needs it

    kind, batch = skin.batch_or_404(request, key)
    if not batch.rows.exclude(errors=[]).exists():
        raise Http404
    language = languages.current()
    target = _scratch()
    columns = kind.columns(for_officers=skin.for_officers)
    writers.faulty_rows(queries.faulty_rows(batch), columns, language, target)
    return _file(target, _name(kind, "xlsx", str(translation.pgettext("file name", "faulty rows"))))


def _scratch() -> IO[bytes]:
    """Return a file that lies in memory while it is small and vanishes when it is closed."""
    scratch: Any = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 -- the response closes it
    return scratch  # type: ignore[no-any-return]  # a file


def _file(target: IO[bytes], name: str) -> FileResponse:
    target.seek(0)
    return FileResponse(target, headers=_attachment(name, XLSX))
