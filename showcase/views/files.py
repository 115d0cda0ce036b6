"""Handing out files of technologies, to those who may open them."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exhibitors import queries as exhibitor_queries
from showcase import permissions, queries
from showcase.domain import file as files
from showcase.enums import FileDisclosure
from showcase.models import TechnologyFile, TechnologyPage


def _row(page: TechnologyPage, file_id: int, *, with_draft: bool) -> TechnologyFile | None:
    shown = page.files.select_related("file").filter(file_id=file_id).first() if page.live else None
    if shown is not None or not with_draft:
        return shown
    draft = page.get_latest_revision_as_object()
    return next((row for row in draft.files.all() if row.file_id == file_id), None)


@never_cache
@require_safe
def technology_file(request: HttpRequest, page_id: int, file_id: int) -> HttpResponseBase:
    """Hand a file out; guests are asked to sign in for what stands on the page after interest. Anything else is not found."""
    page = TechnologyPage.objects.filter(pk=page_id, alias_of=None).select_related("organisation", "locale").first()
    if page is None or page.organisation is None:
        raise Http404
    is_member = permissions.can_read(exhibitor_queries.membership_in(request.user, page.organisation))
    is_reviewer = permissions.can_check_compliance(request.user)
    row = _row(page, file_id, with_draft=is_member or is_reviewer)
    if row is None:
        raise Http404
    disclosure = FileDisclosure(row.disclosure)
    is_shown = page.live and page.is_visible() and page.is_offered and not page.get_view_restrictions().exists()
    allowed = permissions.can_open_file(
        disclosure=disclosure,
        is_shown=is_shown,
        is_member=is_member,
        is_reviewer=is_reviewer,
        is_answered=queries.interest_accepted(request.user, page.translation_key),
    )
    if allowed:
        return files.handed_out(row)
    if is_shown and disclosure is FileDisclosure.AFTER_INTEREST and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404
