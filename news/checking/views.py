"""The checks of a story in the admin: beside the form while it is written, and on a page of their own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import PageSubscription

from news.checking import findings
from news.domain.checks import Severity
from news.models import ArticlePage
from portal.pages import completeness

TYPED = "title"
"""A field that is in every form of a story; a request without it asks about the draft that was saved last."""


def _article(request: HttpRequest, page_id: int) -> ArticlePage:
    """Return the story; 404 for one that the person may not edit, as for one that is not there."""
    article: ArticlePage | None = ArticlePage.objects.filter(pk=page_id, alias_of=None).first()
    if article is None or not article.permissions_for_user(request.user).can_edit():
        raise Http404
    return article


def _typed(request: HttpRequest, article: ArticlePage) -> Any:
    """Return the story as the form would have it, in memory only; nothing is saved, whatever else is wrong in the form."""
    draft: Any = article.get_latest_revision_as_object()
    form_class = ArticlePage.get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=draft,
        for_user=request.user,
        parent_page=article.get_parent(),
        subscription=PageSubscription(page=article, user=request.user, comment_notifications=False),
    )
    form.defer_required_fields()
    return form.save(commit=False) if form.is_valid() else form.instance


def context_of(article: Any) -> dict[str, Any]:
    """Return what the list of findings shows of a story as it stands in memory."""
    found = findings.of(article)
    missing = completeness.of_written(article)
    return {
        "findings": found,
        "missing": [words for said in missing.values() for words in said],
        "errors": sum(finding.severity is Severity.ERROR for finding in found),
        "is_mendable": any(finding.is_mendable for finding in found),
        "check_url": reverse("news_checks", args=[article.pk]),
        "mend_url": reverse("news_checks_mend", args=[article.pk]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what the checks find: in the saved draft on a page of its own, in what was typed as the panel's new contents."""
    article = _article(request, page_id)
    if request.method == "POST":
        return render(request, "news/admin/findings.html", context_of(_typed(request, article)))
    draft = article.get_latest_revision_as_object()
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return render(request, "news/admin/checks.html", {**context_of(draft), "article": draft, "edit_url": edit_url})


@require_POST
def mend(request: HttpRequest, page_id: int) -> HttpResponse:
    """Save what was typed as a draft, then mend its letters and spaces as a version of its own.

    Where the form cannot be saved, it is shown with its mistakes and nothing is mended.
    """
    _article(request, page_id)
    if TYPED in request.POST:
        data = request.POST.copy()
        for name in [name for name in data if name.startswith("action-")]:
            del data[name]
        request.POST = data  # type: ignore[assignment]  # the form's own fields, without a button
        answer = EditView.as_view()(request, page_id)
        if answer.status_code != HttpResponseRedirect.status_code:
            shown: HttpResponse = answer
            return shown
    if findings.mend(article=_article(request, page_id), by=request.user):
        messages.success(request, _("Letters and spaces are mended. The version before is in the history."))
    else:
        messages.info(request, _("There was nothing to mend."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page_id]))


def remind_at_hand_in(request: HttpRequest, page: Any) -> None:
    """Say at hand-in what the checks still find, with the way to the list; the story is handed in all the same."""
    number = len(findings.of(page))
    if not number:
        return
    said = ngettext(
        "Handed in. The checks still find %(number)s thing.",
        "Handed in. The checks still find %(number)s things.",
        number,
    )
    way = admin_messages.button(reverse("news_checks", args=[page.pk]), _("See what they find"))
    admin_messages.warning(request, said % {"number": number}, buttons=[way])
