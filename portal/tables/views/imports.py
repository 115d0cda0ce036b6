"""Importing a table: sending it, looking at what it would do, confirming, following, taking back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kernel import clock, errors, languages, pagination
from portal.pages import admin_headers, shell
from portal.tables import kinds, queries
from portal.tables.domain import batch as batches
from portal.tables.enums import BATCH_MOVES, UNDOABLE_STATES, BatchState, Mode, RowState, Verdict
from portal.tables.forms import ConfirmForm, UploadForm
from portal.tables.kinds import TableKind
from portal.tables.models import ImportBatch
from portal.tables.personal_data import RETENTION
from portal.tables.views.skins import Skin, private

PAGE_SIZE = 50
NEWEST = 20
RESULTS = (RowState.DONE, RowState.FAILED, RowState.LEFT, RowState.UNDONE, RowState.KEPT)


def _page(request: HttpRequest, skin: Skin, template: str, **context: Any) -> HttpResponse:
    way = context.pop("breadcrumbs", ())
    if skin.for_officers:
        context |= admin_headers.header(context["page_title"], *way, icon="table")
    else:
        shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url), *way)
    return render(request, f"tables/{template}.html", {"skin": skin, "layout": skin.layout, **context})


@private
@require_safe
def index(request: HttpRequest, skin: Skin) -> HttpResponse:
    """Show what the person may import, with its template, and the newest imports with what became of them."""
    allowed = {kind: scope for kind in kinds.kinds() if (scope := skin.scope(kind, request.user)) is not None}
    titles = {kind.code: kind.title for kind in allowed}
    return _page(
        request,
        skin,
        "index",
        kinds=[_offer(skin, kind) for kind in allowed],
        batches=[
            {"batch": batch, "url": skin.url("batch", batch.key), "kind": titles[batch.kind]}
            for batch in queries.newest_batches(allowed)[:NEWEST]
        ],
        page_title=_("Tables: import and export"),
    )


def _offer(skin: Skin, kind: TableKind) -> dict[str, Any]:
    columns = kind.columns(for_officers=skin.for_officers)
    language = languages.current()
    return {
        "title": kind.title,
        "url": skin.url("kind", kind.code),
        "number": len(columns),
        "required": ", ".join(column.labels[language] for column in columns if column.required),
        "template_xlsx": skin.url("template", kind.code, "xlsx"),
        "export_xlsx": skin.url("export", kind.code, "xlsx"),
    }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def kind_page(request: HttpRequest, skin: Skin, kind: str) -> HttpResponse:
    """Offer template and export, take a table in, list earlier imports."""
    found, scope = skin.kind_or_404(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.receive(
                kind=found,
                scope=scope,
                file=form.cleaned_data["file"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect(skin.url("batch", batch.key))
    return _page(
        request,
        skin,
        "kind",
        form=form,
        form_has_errors=bool(form.errors),
        kind=found,
        page_title=_("Import and export: %(kind)s") % {"kind": found.title},
        batches=[
            {"batch": batch, "url": skin.url("batch", batch.key)} for batch in queries.batches_of(found, scope)[:NEWEST]
        ],
        template_xlsx=skin.url("template", found.code, "xlsx"),
        template_csv=skin.url("template", found.code, "csv"),
        export_xlsx=skin.url("export", found.code, "xlsx"),
        export_csv=skin.url("export", found.code, "csv"),
        breadcrumbs=((_("Tables: import and export"), skin.url("index")),),
    )


def _filters(skin: Skin, batch: ImportBatch, counts: queries.Counts, chosen: str) -> list[dict[str, Any]]:
    """The rows of one kind at a time, each with its number."""
    base = skin.url("batch", batch.key)
    parts: list[tuple[Any, int]] = [
        (verdict, counts.verdicts.get(verdict, 0))
        for verdict in (Verdict.FAULTY, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
    ]
    if batch.confirmed_at is not None:
        parts = [(state, counts.states.get(state, 0)) for state in RESULTS]
    entries = [
        {"text": part.label, "url": f"{base}?rows={part}", "count": number, "current": chosen == part}
        for part, number in parts
        if number
    ]
    total = sum(counts.states.values())
    return [{"text": _("All rows"), "url": base, "count": total, "current": not chosen}, *entries]


def _show(
    request: HttpRequest, skin: Skin, kind: TableKind, batch: ImportBatch, form: ConfirmForm | None = None
) -> HttpResponse:
    now = clock.now()
    counts = queries.counts(batch)
    chosen = request.GET.get("rows", "")
    chosen = chosen if chosen in {*Verdict.values, *RowState.values} else ""
    page = pagination.paginate(queries.rows(batch, chosen), number=request.GET.get("page"), size=PAGE_SIZE)
    session = kind.open(scope=batch.scope, by=request.user, now=now)
    state = BatchState(batch.state)
    earlier = queries.imported_before(batch) if state is BatchState.CHECKED else None
    if form is None:
        form = ConfirmForm(initial={"mode": Mode.EACH if counts.faulty else Mode.ALL})
    return _page(
        request,
        skin,
        "batch",
        batch=batch,
        kind=kind,
        counts=counts,
        page=page,
        rows=queries.shown(list(page.items), session, for_officers=skin.for_officers),
        filters=_filters(skin, batch, counts, chosen),
        query=request.GET,
        form=form,
        form_has_errors=bool(form.errors),
        page_title=_("Import: %(name)s") % {"name": batch.file_name},
        failure=batch.failure.get(languages.current(), ""),
        is_stalled=batch.is_stalled(now),
        can_confirm=state is BatchState.CHECKED and bool(counts.writable),
        can_discard=BATCH_MOVES.allows(state, BatchState.DISCARDED),
        can_undo=state in UNDOABLE_STATES and batch.retired_at is None and bool(counts.states.get(RowState.DONE)),
        has_errors=any(counts.verdicts.get(one) for one in (Verdict.FAULTY,))
        or bool(counts.states.get(RowState.FAILED)),
        kept_until=batch.created_at + RETENTION,
        earlier=earlier,
        earlier_url=skin.url("batch", earlier.key) if earlier else "",
        urls={name: skin.url(name, batch.key) for name in ("batch", "faulty", "confirm", "discard", "restart", "undo")}
        | {"kind": skin.url("kind", kind.code)},
        breadcrumbs=(
            (_("Tables: import and export"), skin.url("index")),
            (str(kind.title), skin.url("kind", kind.code)),
        ),
    )


@private
@require_safe
def batch_page(request: HttpRequest, skin: Skin, key: uuid.UUID) -> HttpResponse:
    """Show what was found in a table, how far it is written, or what became of it."""
    kind, batch = skin.batch_or_404(request, key)
    return _show(request, skin, kind, batch)


@private
@require_POST
def confirm(request: HttpRequest, skin: Skin, key: uuid.UUID) -> HttpResponse:
    """Have the table be written."""
    kind, batch = skin.batch_or_404(request, key)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            batches.confirm(batch=batch, mode=Mode(form.cleaned_data["mode"]), by=request.user, now=clock.now())
        except errors.IllegalMoveError:
            # Confirmed twice: the page says where it is by now.
            return redirect(skin.url("batch", key))
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect(skin.url("batch", key))
    if batch.state != BatchState.CHECKED:
        return redirect(skin.url("batch", key))
    return _show(request, skin, kind, batch, form)


def _step(request: HttpRequest, skin: Skin, key: uuid.UUID, step: Any, done: str) -> HttpResponse:
    _kind, batch = skin.batch_or_404(request, key)
    try:
        step(batch=batch, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(skin.url("batch", key))


@private
@require_POST
def discard(request: HttpRequest, skin: Skin, key: uuid.UUID) -> HttpResponse:
    """Throw the table away before it is written."""
    return _step(request, skin, key, batches.discard, _("The table is discarded. Nothing was written."))


@private
@require_POST
def restart(request: HttpRequest, skin: Skin, key: uuid.UUID) -> HttpResponse:
    """Go on where the work stopped."""
    return _step(request, skin, key, batches.start_again, _("It goes on where it stopped."))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, skin: Skin, key: uuid.UUID) -> HttpResponse:
    """Ask once, then take everything back that people have not changed since."""
    kind, batch = skin.batch_or_404(request, key)
    if request.method == "POST":
        return _step(request, skin, key, batches.undo, _("The import is being taken back."))
    counts = queries.counts(batch)
    if batch.state not in UNDOABLE_STATES or batch.retired_at is not None or not counts.states.get(RowState.DONE):
        return redirect(skin.url("batch", key))
    return _page(
        request,
        skin,
        "undo",
        batch=batch,
        counts=counts,
        page_title=_("Take this import back?"),
        urls={"batch": skin.url("batch", key), "undo": skin.url("undo", key)},
        breadcrumbs=(
            (str(kind.title), skin.url("kind", kind.code)),
            (_("Import: %(name)s") % {"name": batch.file_name}, skin.url("batch", key)),
        ),
    )
