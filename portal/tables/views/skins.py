"""The two places where tables are imported: an organisation's desk, and the admin for officers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from portal.tables import kinds
from portal.tables.kinds import TableKind
from portal.tables.models import OFFICERS, ImportBatch

if TYPE_CHECKING:
    import uuid

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Skin:
    """Where a view is shown: names of addresses, the frame around it, whose records it is about."""

    namespace: str
    layout: str
    for_officers: bool

    def url(self, name: str, *args: Any) -> str:
        """Return an address of this place."""
        return reverse(f"{self.namespace}:{name}", args=args)

    def scope(self, kind: TableKind, user: Any) -> int | None:
        """Return the scope in which the person works here; None where they may not."""
        scope = OFFICERS if self.for_officers else kind.scope_of(user) if kind.is_for_desks else None
        return scope if scope is not None and kind.may_use(user, scope) else None

    def kind_or_404(self, request: HttpRequest, code: str) -> tuple[TableKind, int]:
        """Return a kind and the scope of the person; unknown and forbidden ones are not found."""
        kind = kinds.kind(code)
        scope = self.scope(kind, request.user) if kind else None
        if kind is None or scope is None:
            raise Http404
        return kind, scope

    def batch_or_404(self, request: HttpRequest, key: "uuid.UUID") -> tuple[TableKind, ImportBatch]:
        """Return an import that the person may see here; foreign and unknown ones are not found."""
        batch = ImportBatch.objects.filter(key=key).select_related("uploaded_by", "file").first()
        kind = kinds.kind(batch.kind) if batch else None
        if batch is None or kind is None or (batch.scope == OFFICERS) is not self.for_officers:
            raise Http404
        if not kind.may_use(request.user, batch.scope):
            raise Http404
        return kind, batch


DESK: Final = Skin("tables", "tables/desk/base.html", for_officers=False)
ADMIN: Final = Skin("table_imports", "tables/admin/base.html", for_officers=True)


def private(view: View) -> View:
    """Ask for sign-in, and keep the answer out of every cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return never_cache(login_required(wrapped))
