"""The public form for a correction or a reply, its confirmation by mail, and the page of a request by its secret link."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from news.domain import replies
from news.models import ArticlePage, ReplyRequest
from news.replies import forms
from news.replies.enums import OPEN, Remedy, ReplyState, RequesterKind
from news.reviews.views import confidential
from portal.kernel import clock, errors, languages, limits
from portal.pages import shell
from portal.ui import forms as ui_forms
from portal.ui import views as ui_views


def _story(article_key: uuid.UUID) -> ArticlePage:
    rows = ArticlePage.objects.live().public().filter(translation_key=article_key, alias_of=None)
    found = {page.locale.language_code: page for page in rows.select_related("locale")}
    article: ArticlePage | None = found.get(languages.current()) or next(iter(found.values()), None)
    if article is None:
        raise Http404
    return article


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Show the form for a request about a public story, or take it in and mail the link that confirms it."""
    article = _story(article_key)
    form = forms.ReplyRequestForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    status = 200
    if request.method == "POST":
        if form.is_trapped:
            return render(request, "news/replies/asked.html", {"article_url": article.get_url(request)})
        status = 422
        if form.is_valid():
            if not limits.form_may_be_sent(request, form.cleaned_data["email"]):
                return ui_views.too_many_requests(request)
            try:
                _send(article, form)
            except errors.DomainError as error:
                ui_forms.add_domain_error(form, error)
                status = 429 if isinstance(error, errors.LimitReachedError) else 422
            else:
                return redirect("news:reply-asked", article_key)
    title = _("Ask for a correction or a reply")
    shell.add_breadcrumbs(request, (article.title, article.get_url(request) or ""), (title, request.path))
    return render(
        request,
        "news/replies/ask.html",
        {
            "form": form,
            "form_has_errors": bool(form.errors),
            "page_title": title,
            "article": article,
            "article_url": article.get_url(request),
            "submit_text": _("Send the request"),
            "cancel_url": article.get_url(request),
        },
        status=status,
    )


def _send(article: ArticlePage, form: forms.ReplyRequestForm) -> None:
    data = form.cleaned_data
    replies.send(
        article=article,
        details=replies.Details(
            kind=RequesterKind(data["kind"]),
            name=data["name"],
            email=data["email"],
            passage=data["passage"],
            wrong=data["wrong"],
            remedy=Remedy(data["remedy"]),
            on_behalf_of=data["on_behalf_of"],
            phone=data["phone"],
            evidence=data["evidence"],
        ),
        papers=data["papers"],
        language=languages.current(),
        form_key=data["form_key"] or uuid.uuid4(),
        now=clock.now(),
    )


@never_cache
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Say that a link was mailed, which has to be used."""
    return render(request, "news/replies/asked.html", {"article_url": _story(article_key).get_url(request)})


def _opened(request: HttpRequest, purpose: str, secret: str) -> ReplyRequest | HttpResponse:
    found = replies.by_secret(purpose=purpose, secret=secret, now=clock.now())
    if found is not None:
        return found
    if not limits.secret_may_be_tried(request, "reply"):
        return ui_views.too_many_requests(request)
    raise Http404


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for one press, so that no program that reads mails confirms by itself; then hand the request on."""
    found = _opened(request, replies.CONFIRM, secret)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        _confirmed, state_secret = replies.confirm(request=found, now=clock.now())
        return redirect("news:reply-state", state_secret)
    return render(
        request,
        "news/replies/confirm.html",
        {"reply": found, "page_title": _("Confirm your request"), "submit_text": _("Hand the request to the newsroom")},
    )


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where a request stands, until when the newsroom owes an answer, and let its requester withdraw it or pass it on."""
    found = _opened(request, replies.STATE, secret)
    if isinstance(found, HttpResponse):
        return found
    problem = ""
    if request.method == "POST":
        target = {"withdraw": ReplyState.WITHDRAWN, "escalate": ReplyState.ESCALATED}.get(request.POST.get("step", ""))
        if target is None:
            raise Http404
        try:
            replies.by_requester(request=found, target=target, now=clock.now())
        except errors.DomainError as error:
            problem = str(error)
        else:
            return redirect("news:reply-state", secret)
    return render(request, "news/replies/state.html", _state_context(found, problem), status=422 if problem else 200)


def _state_context(found: ReplyRequest, problem: str) -> dict[str, Any]:
    late = replies.is_late(found, clock.today())
    return {
        "reply": found,
        "problem": problem,
        "is_new": found.state == ReplyState.RECEIVED and found.moves.count() == 1,
        "is_late": late,
        "is_open": found.state in OPEN,
        "may_escalate": late or found.state == ReplyState.DECLINED,
        "entries": [
            {"title": ReplyState(move.target).label, "when": move.moved_at} for move in reversed(found.moves.all())
        ],
        "story_url": reverse("news:reply", args=[found.article_key]),
    }
