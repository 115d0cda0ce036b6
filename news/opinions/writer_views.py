"""What the writer of a comment does by the links of the mails: prove the address, see the state, take back, copy, erase."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from news import queries
from news.domain import comment_links, comments
from news.enums import CommentAction, CommentRule, CommentState
from news.models import Comment
from portal.kernel import clock, errors, languages

TOO_MANY = 429
GONE = 410


def _found(purpose: str, secret: str) -> Comment | None:
    return comment_links.by_secret(purpose=purpose, secret=secret, now=clock.now())


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a comment that waits for its writer; hand it to the newsroom when asked to. Opening the link alone does nothing."""
    found = _found(comment_links.CONFIRM, secret)
    if found is None:
        return render(request, "news/opinions/link_over.html", {"page_title": _("This link is over")}, status=GONE)
    context: dict[str, Any] = {
        "page_title": _("Confirm your comment"),
        "comment": found,
        "article": queries.commented_story(found.article_key, languages.current()),
    }
    if request.method == "POST":
        if "withdraw" in request.POST:
            comments.erase(comment=found, now=clock.now())
            return redirect("news:comment-erased")
        try:
            done = comments.confirm(comment=found, now=clock.now())
        except errors.LimitReachedError as error:
            return render(request, "news/opinions/confirm.html", {**context, "error": str(error)}, status=TOO_MANY)
        return redirect("news:comment-own", comment_links.writer_secret(done, clock.now()))
    if found.state != CommentState.UNVERIFIED:
        context["page_title"] = _("Your comment is confirmed")
        context["is_done"] = True
    return render(request, "news/opinions/confirm.html", context)


@sensitive_variables("secret")
@never_cache
@require_safe
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the writer what became of the comment, and what can be done."""
    found = _own_or_404(secret)
    last = found.moves.filter(action=CommentAction.MOVED).order_by("-moved_at", "-pk").first()
    article = queries.commented_story(found.article_key, languages.current())
    rule = CommentRule(last.rule) if last is not None and last.rule else None
    context = {
        "page_title": _("Your comment"),
        "comment": found,
        "article": article,
        "story_url": article.get_url(request) if article else "",
        "rule": rule.label if rule not in {None, CommentRule.OTHER} and rule is not None else "",
        "reason": last.reason if last is not None else "",
        "secret": secret,
        "rules_url": reverse("news:comment-rules"),
    }
    return render(request, "news/opinions/own.html", context)


def _own_or_404(secret: str) -> Comment:
    found = _found(comment_links.WRITER, secret)
    if found is None:
        raise Http404
    return found


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, then take the comment back, or erase it with everything known of it."""
    found = _own_or_404(secret)
    if request.method == "POST":
        if request.POST.get("action") == "erase":
            comments.erase(comment=found, now=clock.now())
            return redirect("news:comment-erased")
        comments.withdraw(comment=found, now=clock.now())
        return redirect("news:comment-own", secret)
    context = {"page_title": _("Take your comment back"), "comment": found, "secret": secret}
    return render(request, "news/opinions/withdraw.html", context)


@sensitive_variables("secret")
@never_cache
@require_POST
def copy(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 -- Django hands it in
    """Answer with everything that is held about the comment, as a JSON file."""
    found = _own_or_404(secret)
    held = {
        "reference": found.reference,
        "story": queries.story_title(found.article_key, languages.current()),
        "language": found.language,
        "name": found.name,
        "email": found.email,
        "text": found.text,
        "original_text": found.original_text,
        "state": found.state,
        "submitted_at": found.submitted_at,
        "confirmed_at": found.confirmed_at,
        "decided_at": found.decided_at,
        "reply": found.reply,
        "reply_desk": found.reply_desk,
        "replied_at": found.replied_at,
        "steps": list(found.moves.values("action", "source", "target", "rule", "reason", "moved_at")),
    }
    content = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="comment-{found.reference}.json"',
            "X-Robots-Tag": "noindex",
        },
    )


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that a comment is gone."""
    return render(request, "news/opinions/erased.html", {"page_title": _("Your comment is erased")})
