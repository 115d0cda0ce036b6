"""Views of the room: the form for a reader's comment, and its confirmation."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from news import queries
from news.domain import comments
from news.forms import CommentForm
from news.models import ArticlePage
from portal.kernel import clock, errors, languages, limits
from portal.pages.shell import add_breadcrumbs

NOT_ACCEPTED = 422
TOO_MANY = 429


def _article(article_key: uuid.UUID) -> ArticlePage:
    article = queries.commentable(article_key, languages.current())
    if article is None:
        raise Http404
    return article


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Show the form for a comment, or take it in; it is shown on the story once the newsroom has approved it."""
    article = _article(article_key)
    form = CommentForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_trapped:
            return HttpResponseRedirect(reverse("news:comment-sent", args=[article_key]))
        refusal = _refusal(request, form, article) if form.is_valid() else None
        if form.is_valid():
            return HttpResponseRedirect(reverse("news:comment-sent", args=[article_key]))
        status = TOO_MANY if isinstance(refusal, errors.LimitReachedError) else NOT_ACCEPTED
    add_breadcrumbs(request, (article.title, article.get_url(request) or ""), (_("Write a comment"), request.path))
    return render(
        request,
        "news/comment_form.html",
        {
            "page_title": _("Write a comment"),
            "form": form,
            "form_has_errors": bool(form.errors),
            "article": article,
            "article_url": article.get_url(request),
            "submit_text": _("Send the comment"),
            "cancel_url": article.get_url(request),
        },
        status=status,
    )


def _refusal(request: HttpRequest, form: CommentForm, article: ArticlePage) -> errors.DomainError | None:
    """Store the comment; put the reason into the form and return it where that is refused."""
    data = form.cleaned_data
    try:
        if not limits.connection_may_ask(request):
            raise errors.LimitReachedError(_("Too many comments came from your network. Please try again later."))
        comments.submit(
            article=article,
            opinion=comments.Opinion(name=data["name"], email=data["email"], text=data["text"]),
            language=languages.current(),
            form_key=data["form_key"],
            now=clock.now(),
        )
    except errors.DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return error
    return None


@never_cache
@require_safe
def comment_sent(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Say that the comment came in and what happens next."""
    article = _article(article_key)
    add_breadcrumbs(request, (article.title, article.get_url(request) or ""), (_("Comment sent"), request.path))
    return render(request, "news/comment_sent.html", {"article": article, "article_url": article.get_url(request)})
