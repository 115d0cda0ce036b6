"""What the holder of a review link sees and sends. Reading needs no cookie; forms live at addresses below."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from news.domain import review_links, review_remarks
from news.domain.review_links import Opening
from news.models import ReviewLink, ReviewRemark
from news.reviews import forms, passages
from news.reviews.enums import LinkState, ReviewAnswer
from portal.kernel import clock, errors, limits
from portal.ui import forms as ui_forms
from portal.ui import views as ui_views

View = Callable[..., HttpResponse]


def confidential(view: View) -> View:
    """Keep an answer out of caches, of search engines, and its address out of what other sites are told."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = never_cache(view)(request, *args, **kwargs)
        # Not "no-referrer": browsers then send "Origin: null" with forms, which the check of forms refuses.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


def _why(state: LinkState) -> str:
    return {
        LinkState.UNKNOWN: _(
            "This link opens nothing. It may be incomplete, or much older than what is still remembered."
        ),
        LinkState.EXPIRED: _("This link has expired. Ask the newsroom for a new one."),
        LinkState.REVOKED: _("The newsroom has withdrawn this link. It opens nothing any more."),
        LinkState.DELETED: _("The draft that this link showed no longer exists."),
    }[state]


def _closed(request: HttpRequest, opening: Opening) -> HttpResponse:
    """Say in one sentence why a link opens nothing, or lead to the published story."""
    if opening.state is LinkState.PUBLISHED and opening.public_url:
        return HttpResponseRedirect(opening.public_url)
    if opening.state is LinkState.UNKNOWN:
        if not limits.secret_may_be_tried(request, "review"):
            return ui_views.too_many_requests(request)
        status = HTTPStatus.NOT_FOUND
    else:
        status = HTTPStatus.GONE
    return render(request, "news/reviews/closed.html", {"why": _why(opening.state)}, status=status)


def _opened(request: HttpRequest, secret: str) -> tuple[Opening, HttpResponse | None]:
    opening = review_links.opened(secret=secret, now=clock.now())
    return opening, None if opening.state is LinkState.OPEN else _closed(request, opening)


@confidential
@require_safe
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Show exactly the version that the link is bound to, its passages numbered."""
    opening, closed = _opened(request, secret)
    if closed is not None:
        return closed
    link, article = opening.link, opening.article
    assert link is not None  # noqa: S101 -- an open link has both
    assert article is not None  # noqa: S101
    if request.method == "GET":
        review_links.count_opening(link=link, now=clock.now())
    remarks_url = reverse("news:review-remarks", args=[secret])
    response = render(
        request,
        "news/reviews/read.html",
        {
            "link": link,
            "article": article,
            "embargo": getattr(article, "embargo_until", None),
            "newsroom": article.get_parent().title,
            "has_newer": opening.has_newer,
            "passages": passages.passages_of(article),
            "remarks_url": remarks_url,
            "waiting": ReviewRemark.objects.filter(link=link, sent_at=None).count(),
        },
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


def _tell(form: Any, error: errors.DomainError) -> int:
    ui_forms.add_domain_error(form, error)
    return 429 if isinstance(error, errors.LimitReachedError) else 422


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, secret: str) -> HttpResponse:
    """List what the reviewer has written, and take in one remark more."""
    opening, closed = _opened(request, secret)
    if closed is not None:
        return closed
    link, article = opening.link, opening.article
    assert link is not None  # noqa: S101 -- an open link has both
    assert article is not None  # noqa: S101
    numbered = passages.passages_of(article)
    status = 200
    if request.method == "POST":
        if not limits.connection_may_ask(request):
            return ui_views.too_many_requests(request)
        form = forms.RemarkForm(request.POST, passages=numbered)
        status = 422
        if form.is_valid():
            try:
                review_remarks.write(
                    link=link,
                    article=article,
                    words=form.cleaned_data["text"],
                    passage=form.cleaned_data["passage"],
                    form_key=form.key,
                    now=clock.now(),
                )
            except errors.DomainError as error:
                status = _tell(form, error)
            else:
                return redirect("news:review-remarks", secret)
    else:
        form = forms.RemarkForm(passages=numbered, initial={"passage": request.GET.get("passage", "")})
    return _remarks_page(request, link, secret, form, status)


def _remarks_page(
    request: HttpRequest, link: ReviewLink, secret: str, form: forms.RemarkForm, status: int
) -> HttpResponse:
    written = list(ReviewRemark.objects.filter(link=link))
    return render(
        request,
        "news/reviews/remarks.html",
        {
            "form": form,
            "form_has_errors": bool(form.errors),
            "page_title": _("Your remarks"),
            "link": link,
            "secret": secret,
            "waiting": [one for one in written if one.sent_at is None],
            "sent": [one for one in written if one.sent_at is not None],
            "submit_text": _("Keep the remark"),
            "cancel_url": reverse("news:review", args=[secret]),
            "send_url": reverse("news:review-send", args=[secret]),
        },
        status=status,
    )


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """Change or take back a remark that is not sent."""
    opening, closed = _opened(request, secret)
    if closed is not None:
        return closed
    remark = ReviewRemark.objects.filter(pk=number, link=opening.link, sent_at=None).first()
    if remark is None:
        raise Http404
    form = forms.ChangeRemarkForm(request.POST if request.method == "POST" else None, initial={"text": remark.text})
    status = 200
    if request.method == "POST":
        try:
            if "take-back" in request.POST:
                review_remarks.take_back(remark=remark)
                return redirect("news:review-remarks", secret)
            if form.is_valid():
                review_remarks.change(remark=remark, words=form.cleaned_data["text"])
                return redirect("news:review-remarks", secret)
            status = 422
        except errors.DomainError as error:
            status = _tell(form, error)
    return render(
        request,
        "news/reviews/change.html",
        {
            "form": form,
            "form_has_errors": bool(form.errors),
            "page_title": _("Change the remark"),
            "remark": remark,
            "submit_text": _("Keep the remark"),
            "cancel_url": reverse("news:review-remarks", args=[secret]),
        },
        status=status,
    )


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the answer, and hand it to the newsroom with the remarks."""
    opening, closed = _opened(request, secret)
    if closed is not None:
        return closed
    link, article = opening.link, opening.article
    assert link is not None  # noqa: S101 -- an open link has both
    assert article is not None  # noqa: S101
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": link.answer or None})
    status = 200
    if request.method == "POST":
        if not limits.connection_may_ask(request):
            return ui_views.too_many_requests(request)
        status = 422
        if form.is_valid():
            try:
                review_remarks.send(
                    link=link, article=article, answer=ReviewAnswer(form.cleaned_data["answer"]), now=clock.now()
                )
            except errors.DomainError as error:
                status = _tell(form, error)
            else:
                return redirect("news:review-sent", secret)
    return render(
        request,
        "news/reviews/send.html",
        {
            "form": form,
            "form_has_errors": bool(form.errors),
            "page_title": _("Send your answer"),
            "waiting": ReviewRemark.objects.filter(link=link, sent_at=None).count(),
            "submit_text": _("Send to the newsroom"),
            "cancel_url": reverse("news:review-remarks", args=[secret]),
        },
        status=status,
    )


@confidential
@require_safe
def sent(request: HttpRequest, secret: str) -> HttpResponse:
    """Say that answer and remarks reached the newsroom."""
    opening, closed = _opened(request, secret)
    if closed is not None:
        return closed
    return render(
        request, "news/reviews/sent.html", {"link": opening.link, "review_url": reverse("news:review", args=[secret])}
    )
