"""The admin's page on which a story is taken down in every language, and on which that is decided or undone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, ReferenceIndex

from news.corrections import forms
from news.domain import takedowns
from news.enums import CommentState
from news.models import ArticlePage, Comment, FeaturedStory, Takedown
from news.reviews.admin_views import own_story
from portal.kernel import clock, converters, errors
from portal.media.models import PortalDocument, PortalImage
from portal.pages import admin_headers
from portal.ui import forms as ui_forms


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A story with the lead of the one that is taken down; ``is_whole`` where the rest of its text is the same too."""

    page: ArticlePage
    is_whole: bool


@require_http_methods(["GET", "HEAD", "POST"])
def story_takedown(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what taking the story down does, and do it; while it is down, decide or put it back."""
    article = own_story(request.user, page_id)
    if not takedowns.may_take_down(request.user, article.translation_key):
        raise Http404
    takedown = takedowns.active(article.translation_key)
    form = _form(takedown)
    restore_form = forms.RestoreForm()
    if request.method == "POST":
        try:
            if "restore" in request.POST and takedown is not None:
                restore_form = forms.RestoreForm(request.POST)
                if restore_form.is_valid():
                    reason = restore_form.cleaned_data["restored_reason"]
                    takedowns.restore(takedown=takedown, reason=reason, by=request.user, now=clock.now())
                    messages.success(request, _("The story is public again, as it was before, in every language."))
                    return redirect("news_takedown", article.pk)
            else:
                form = forms.TakedownForm(request.POST)
                if form.is_valid():
                    _keep(request, article, takedown, form)
                    return redirect("news_takedown", article.pk)
        except errors.DomainError as error:
            ui_forms.add_domain_error(restore_form if "restore" in request.POST else form, error)
    context = _context(article, takedown, form, restore_form, by=request.user)
    return render(request, "news/admin/takedown.html", context)


def _form(takedown: Takedown | None) -> forms.TakedownForm:
    if takedown is None:
        return forms.TakedownForm()
    return forms.TakedownForm(
        initial={
            "reason": takedown.reason,
            "decision_number": takedown.decision_number,
            "public_vi": takedown.public_reason_vi,
            "public_en": takedown.public_reason_en,
        }
    )


def _keep(request: HttpRequest, article: ArticlePage, takedown: Takedown | None, form: forms.TakedownForm) -> None:
    data = form.cleaned_data
    reason = takedowns.Reason(data["reason"], data["decision_number"], data["public_vi"], data["public_en"])
    if takedown is not None:
        takedowns.decide(takedown=takedown, reason=reason, by=request.user, now=clock.now())
        messages.success(request, _("The reason is kept."))
        return
    copies = {page.pk: page for page in takedowns.copies_of(article.translation_key)}
    chosen = [copies[pk] for one in request.POST.getlist("copies") if (pk := converters.record_number(one)) in copies]
    # One story may be chosen by its pages in both languages; it is taken down once.
    stories = {
        page.translation_key: page for page in chosen if takedowns.may_take_down(request.user, page.translation_key)
    }
    with transaction.atomic():
        for page in (article, *stories.values()):
            takedowns.take_down(
                article=page, reason=reason, by=request.user, now=clock.now(), decide_later=data["decide_later"]
            )
    messages.success(request, _("The story is taken down in every language."))


def media_of(pages: list[ArticlePage]) -> list[dict[str, Any]]:
    """Return pictures and documents that the story uses, each with where it is changed and in how many places it is used."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (PortalImage, PortalDocument)}
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        to_content_type__in=kinds,
    )
    named = {(row.to_content_type_id, row.to_object_id) for row in rows}
    found = []
    for kind, number in sorted(named):
        item = kinds[kind].objects.filter(pk=number).first()
        if item is not None:
            name = "wagtailimages:edit" if kinds[kind] is PortalImage else "wagtaildocs:edit"
            found.append({"title": item.title, "url": reverse(name, args=[item.pk]), "uses": item.get_usage().count()})
    return found


def _copies(article: ArticlePage, by: Any) -> dict[str, Any]:
    """Return the story's copies that the reader may take down too, and those that only others may."""
    stories: dict[Any, CopyRow] = {}
    for page in takedowns.copies_of(article.translation_key):
        is_whole = takedowns.is_word_for_word(page=page, article_key=article.translation_key)
        known = stories.get(page.translation_key)
        if known is None or (is_whole and not known.is_whole):
            stories[page.translation_key] = CopyRow(page, is_whole)
    own = {key for key in stories if takedowns.may_take_down(by, key)}
    return {
        "copies": [row for key, row in stories.items() if key in own],
        "foreign_copies": [row for key, row in stories.items() if key not in own],
    }


def _context(
    article: ArticlePage,
    takedown: Takedown | None,
    form: forms.TakedownForm,
    restore_form: forms.RestoreForm,
    *,
    by: Any,
) -> dict[str, Any]:
    pages = takedowns.pages_of(article.translation_key)
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    title = _("Taken down") if takedown else _("Take down in every language")
    return {
        **admin_headers.header(title, (article.get_admin_display_title(), edit_url), icon="warning"),
        "article": article,
        "takedown": takedown,
        "earlier": Takedown.objects.filter(article_key=article.translation_key, restored_at__isnull=False),
        "pages": [page for page in pages if page.live],
        "scheduled": [page for page in pages if page.scheduled_revision is not None],
        "is_featured": FeaturedStory.objects.filter(article_key=article.translation_key).exists(),
        "comments": Comment.objects.filter(article_key=article.translation_key, state=CommentState.APPROVED).count(),
        **(_copies(article, by) if takedown is None else {}),
        "media": media_of(pages),
        "form": form,
        "restore_form": restore_form,
    }
