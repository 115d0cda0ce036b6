"""The newsroom's desk for corrections and replies: what waits, each request, the report in numbers."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from news import permissions
from news.corrections.enums import ChangeDecision
from news.domain import replies, takedowns
from news.models import ArticlePage, ReplyRequest, StoryChange, Takedown
from news.replies import forms
from news.replies.enums import ReplyState
from portal.kernel import clock, errors, pagination
from portal.media.domain import private_files
from portal.pages import admin_headers
from portal.ui import forms as ui_forms

ON_ONE_PAGE = 30


def may_see_desk(user: Any) -> bool:
    """Return whether the user works in a newsroom."""
    return bool(user.is_superuser or user.has_perm("news.change_comment"))


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the requests to one's own newsrooms, what is due first, and what else waits for a decision."""
    user: Any = request.user
    if not may_see_desk(user):
        raise Http404
    rows = replies.requests_for(user)
    state = request.GET.get("state", "")
    shown = rows.filter(state=state) if state in ReplyState.values else rows
    window = pagination.paginate(
        shown.order_by("closed_at", "due_on", "pk"), number=request.GET.get("page"), size=ON_ONE_PAGE
    )
    own = (
        ArticlePage.objects.all()
        if user.is_superuser
        else ArticlePage.objects.filter(pk__in=permissions.own_pages(user).values("pk"))
    )
    today = clock.today()
    return render(
        request,
        "news/admin/desk.html",
        {
            **admin_headers.header(_("Corrections and replies"), icon="edit"),
            "window": window,
            "lines": [{"reply": one, "is_late": replies.is_late(one, today)} for one in window.items],
            "numbers": replies.numbers(rows, [one for one in ReplyState if one is not ReplyState.UNVERIFIED], today),
            "state": state,
            "changes": StoryChange.objects.filter(
                decision=ChangeDecision.OPEN, article_key__in=own.values("translation_key"), page__isnull=False
            ).select_related("page"),
            "takedowns": _taken_down(own),
        },
    )


def _taken_down(own: "QuerySet[ArticlePage]") -> list[dict[str, Any]]:
    """Return what is taken down of one's own stories, each with the page on which that is decided or undone."""
    found = list(Takedown.objects.filter(restored_at=None, article_key__in=own.values("translation_key")))
    named = own.filter(alias_of=None, translation_key__in={one.article_key for one in found})
    pages: dict[Any, int] = {}
    for key, number in named.order_by("pk").values_list("translation_key", "pk"):
        pages.setdefault(key, number)
    return [{"takedown": one, "page_id": pages.get(one.article_key)} for one in found]


def _own(request: HttpRequest, number: int) -> ReplyRequest:
    found = replies.requests_for(request.user).filter(pk=number).select_related("papers", "note").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request with its clock and steps, and keep the newsroom's decision."""
    found = _own(request, number)
    may = replies.may_decide(request.user, found)
    form = forms.DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            try:
                replies.decide(
                    request=found,
                    target=ReplyState(data["target"]),
                    by=request.user,
                    now=clock.now(),
                    answer=data["answer"],
                    published_vi=data["published_vi"],
                    published_en=data["published_en"],
                )
            except errors.DomainError as error:
                ui_forms.add_domain_error(form, error)
            else:
                messages.success(request, _("The decision is kept and the requester is told."))
                return redirect("news_reply", number)
    page = ArticlePage.objects.filter(translation_key=found.article_key, alias_of=None).order_by("pk").first()
    return render(
        request,
        "news/admin/reply.html",
        {
            **admin_headers.header(found.reference, (_("Corrections and replies"), reverse("news_desk")), icon="edit"),
            "reply": found,
            "form": form,
            "may_decide": may and found.state not in {ReplyState.ANSWERED, ReplyState.WITHDRAWN},
            "is_late": replies.is_late(found, clock.today()),
            "moves": found.moves.select_related("moved_by"),
            "page": page,
        },
    )


@require_safe
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the papers of a request to the newsroom that it went to."""
    found = _own(request, number)
    if found.papers is None:
        raise Http404
    try:
        return private_files.response(found.papers)  # type: ignore[return-value]  # a file is an answer too
    except FileNotFoundError as error:
        raise Http404 from error


def waiting_counts(user: Any) -> dict[str, int]:
    """Return how many requests are open and late, changes undecided and takedowns without a reason in one's own newsrooms."""
    rows = replies.requests_for(user)
    own = permissions.own_pages(user).values("translation_key")
    changes = StoryChange.objects.filter(decision=ChangeDecision.OPEN, page__isnull=False)
    return {
        "late": replies.late_of(rows, clock.today()).count(),
        "received": rows.filter(state__in=[ReplyState.RECEIVED, ReplyState.ESCALATED]).count(),
        "changes": (changes if user.is_superuser else changes.filter(article_key__in=own)).count(),
        "takedowns": len(list(takedowns.undecided_for(user))),
    }
