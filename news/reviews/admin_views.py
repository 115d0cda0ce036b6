"""The admin's page about the reviews of one story: links made, shown once, revoked; remarks read and settled."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from news.domain import review_links, review_remarks
from news.models import ArticlePage, ReviewLink, ReviewRemark
from news.reviews import emails
from news.reviews.enums import ReviewRole
from news.reviews.forms import ReviewLinkForm
from portal.kernel import clock, converters, errors
from portal.pages import admin_headers
from portal.ui import forms as ui_forms


def own_story(user: Any, page_id: int) -> ArticlePage:
    """Return a story that the user may change; anything else answers 404."""
    article: ArticlePage | None = ArticlePage.objects.filter(pk=page_id).select_related("locale").first()
    if article is None or not review_links.may_send(user, article):
        raise Http404
    return article


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show links and remarks of a story; make a link, revoke one, settle a remark."""
    article = own_story(request.user, page_id)
    form = ReviewLinkForm(article=article)
    new_address = ""
    if request.method == "POST":
        if number := request.POST.get("revoke"):
            return _revoke(request, article, number)
        if number := request.POST.get("settle"):
            return _settle(request, article, number)
        form = ReviewLinkForm(request.POST, article=article)
        if form.is_valid():
            new_address = _make(request, article, form)
            form = ReviewLinkForm(article=article) if new_address else form
    return render(request, "news/admin/reviews.html", _context(article, form, new_address))


def _make(request: HttpRequest, article: ArticlePage, form: ReviewLinkForm) -> str:
    data = form.cleaned_data
    try:
        link, secret = review_links.make(
            article=article,
            revision=data["revision"],
            reviewer=review_links.Reviewer(data["name"], ReviewRole(data["role"]), data["email"], data["note"]),
            days=data["days"],
            by=request.user,
            now=clock.now(),
        )
    except errors.DomainError as error:
        ui_forms.add_domain_error(form, error)
        return ""
    if link.email:
        messages.success(request, _("The link was sent to %(name)s.") % {"name": link.name})
    return emails.address_of(link, secret)


def _revoke(request: HttpRequest, article: ArticlePage, number: str) -> HttpResponse:
    pk = converters.record_number(number)
    link = ReviewLink.objects.select_related("page").filter(pk=pk or 0, article_key=article.translation_key).first()
    if link is None:
        raise Http404
    try:
        review_links.revoke(link=link, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    messages.success(request, _("The link is revoked. It opens nothing any more."))
    return redirect("news_reviews", article.pk)


def _settle(request: HttpRequest, article: ArticlePage, number: str) -> HttpResponse:
    pk = converters.record_number(number)
    rows = ReviewRemark.objects.select_related("link__page").filter(
        pk=pk or 0, link__article_key=article.translation_key, sent_at__isnull=False
    )
    remark = rows.first()
    if remark is None:
        raise Http404
    try:
        review_remarks.settle(remark=remark, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    messages.success(request, _("The remark is settled."))
    return redirect("news_reviews", article.pk)


def _context(article: ArticlePage, form: ReviewLinkForm, new_address: str) -> dict[str, Any]:
    now = clock.now()
    links = ReviewLink.objects.filter(article_key=article.translation_key).select_related("created_by", "page__locale")
    sent = ReviewRemark.objects.filter(link__article_key=article.translation_key, sent_at__isnull=False)
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return {
        **admin_headers.header(_("Show to a reviewer"), (article.get_admin_display_title(), edit_url), icon="view"),
        "article": article,
        "form": form,
        "new_address": new_address,
        "links": [
            {"link": link, "is_alive": link.revoked_at is None and now < link.expires_at, "is_gone": link.page is None}
            for link in links
        ],
        "remarks": sent.select_related("link", "resolved_by", "comment").order_by("resolved_at", "-sent_at", "number"),
        "edit_url": edit_url,
    }
