"""Pages of readers' opinions: the form, what happens next, the rules."""

import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from news import queries
from news.domain import comment_links, comments
from news.domain.personal_hints import Hint
from news.enums import CommentRule
from news.models import ArticlePage, Comment, CommentRules
from news.opinions import closing
from news.opinions.forms import CommentForm
from portal.kernel import clock, errors, languages, limits
from portal.pages.shell import add_breadcrumbs

NOT_ACCEPTED = 422
CLOSED = 409
TOO_MANY = 429
WHY_MAIL = "comment"


def _article(article_key: uuid.UUID) -> ArticlePage:
    article = queries.commentable(article_key, languages.current())
    if article is None:
        raise Http404
    return article


def _verified_address(user: Any) -> str:
    """Return the account's address, if it has proven to read it."""
    if not user.is_authenticated:
        return ""
    proven = EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email).exists()
    return user.email.lower() if proven else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Show the form for a comment, or take it in; it is shown on the story once the newsroom has approved it.

    What looks like personal data is shown to the writer first, who changes it or sends it all the same.
    """
    article = _article(article_key)
    user: Any = request.user
    address = _verified_address(user)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        verified_address=address,
        known_name=user.full_name if address else "",
    )
    try:
        closing.check_open(article=article, now=clock.now())
        closed = ""
    except closing.CommentsClosedError as error:
        closed = str(error)
    status = CLOSED if closed and form.is_bound else 200
    hints: tuple[Hint, ...] = ()
    retry_after = 0
    if form.is_bound and not closed:
        if form.is_trapped:
            return HttpResponseRedirect(reverse("news:comment-sent", args=[article_key]))
        status = NOT_ACCEPTED
        if form.is_valid():
            if form.must_ask:
                hints = form.hints
            else:
                answer = _take(request, form, article, user if address else None)
                if isinstance(answer, Comment):
                    return _after(answer, article_key, user)
                if isinstance(answer, errors.LimitReachedError):
                    status, retry_after = TOO_MANY, _seconds(answer)
    add_breadcrumbs(request, (article.title, article.get_url(request) or ""), (_("Write a comment"), request.path))
    context = {
        "page_title": _("Write a comment"),
        "form": form,
        "form_has_errors": form.is_bound and bool(form.errors),
        "article": article,
        "article_url": article.get_url(request),
        "closed": closed,
        "typed": form.data.get("text", "") if closed and form.is_bound else "",
        "hints": hints,
        "seen_value": form.seen_value if hints else "",
        "verified_address": address,
        "rules_url": reverse("news:comment-rules"),
        "rules": CommentRules.current_words(),
        "submit_text": _("Send the changed comment") if hints else _("Send the comment"),
        "cancel_url": article.get_url(request),
        "closes_at": closing.terms(article, closing.newsroom_of(article)).ends,
    }
    response = render(request, "news/opinions/form.html", context, status=status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _seconds(error: errors.LimitReachedError) -> int:
    """Return after how many seconds it makes sense to try again."""
    if isinstance(error, comments.TryLaterError):
        return max(1, int((error.again_at - clock.now()).total_seconds()))
    return limits.WINDOW


def _after(made: Comment, article_key: uuid.UUID, user: Any) -> HttpResponse:
    """Lead a reader whose address is known to the comment's own page, everybody else to their mailbox."""
    if made.author_id is None or made.author_id != user.pk:
        return HttpResponseRedirect(reverse("news:comment-sent", args=[article_key]))
    return redirect("news:comment-own", comment_links.writer_secret(made, clock.now()))


def _take(
    request: HttpRequest, form: CommentForm, article: ArticlePage, author: Any | None
) -> Comment | errors.DomainError:
    """Store the comment; where that is refused, put the reason into the form and return it."""
    data = form.cleaned_data
    try:
        if not limits.connection_may_ask(request):
            raise errors.LimitReachedError(
                _("Too many comments came from your network. Please try again in ten minutes.")
            )
        if author is None and not limits.address_may_be_written_to(form.address, WHY_MAIL):
            raise errors.LimitReachedError(
                _(
                    "Many links were sent to this address. Please try again in ten minutes, or sign in to write without a link."
                )
            )
        return comments.submit(
            article=article,
            opinion=comments.Opinion(name=data["name"], email=form.address, text=data["text"], author=author),
            language=languages.current(),
            form_key=data["form_key"],
            now=clock.now(),
        )
    except errors.DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return error


@never_cache
@require_safe
def comment_sent(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Say that a link is on its way, and what happens next."""
    article = _article(article_key)
    add_breadcrumbs(request, (article.title, article.get_url(request) or ""), (_("Comment sent"), request.path))
    return render(request, "news/opinions/sent.html", {"article": article, "article_url": article.get_url(request)})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules for comments, and for what a comment is refused."""
    add_breadcrumbs(request, (_("Rules for comments"), request.path))
    reasons = [rule.label for rule in CommentRule if rule is not CommentRule.OTHER]
    context = {"page_title": _("Rules for comments"), "words": CommentRules.current_words(), "reasons": reasons}
    return render(request, "news/opinions/rules.html", context)
