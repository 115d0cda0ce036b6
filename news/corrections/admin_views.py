"""The admin's page about the corrections of one story: what changed, what that was, notes, their translations."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from news.corrections import forms, words
from news.corrections.enums import ChangeDecision
from news.domain import corrections
from news.enums import CorrectionReason
from news.models import ArticlePage, CorrectionNote, StoryChange
from news.reviews.admin_views import own_story
from portal.kernel import clock, converters, errors
from portal.kernel.languages import Language
from portal.pages import admin_headers
from portal.ui import forms as ui_forms

Done = Callable[[HttpRequest, ArticlePage], str]


@require_http_methods(["GET", "HEAD", "POST"])
def story_corrections(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show changes and notes of a story, and keep what somebody decides about them."""
    article = own_story(request.user, page_id)
    shown: dict[str, Any] = {"correction_form": forms.CorrectionForm(), "typing_form": forms.TypingErrorForm()}
    if request.method == "POST":
        action = {
            "typing": _typing,
            "correct": _correct,
            "translate": _translate,
            "remove": _remove,
        }.get(request.POST.get("action", ""))
        if action is None or not corrections.may_correct(request.user, article):
            raise Http404
        refused = action(request, article)
        if refused is None:
            return redirect("news_corrections", article.pk)
        shown |= refused
    return render(request, "news/admin/corrections.html", {**_context(request, article), **shown})


def _number(request: HttpRequest) -> int:
    return converters.record_number(request.POST.get("number", "")) or 0


def _typing(request: HttpRequest, article: ArticlePage) -> dict[str, Any] | None:
    change = StoryChange.objects.filter(pk=_number(request), article_key=article.translation_key).first()
    if change is None:
        raise Http404
    form = forms.TypingErrorForm(request.POST)
    if form.is_valid():
        try:
            corrections.call_typing_error(change=change, why=form.cleaned_data["why"], by=request.user, now=clock.now())
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The change is kept as a typing error; readers no longer see it."))
            return None
    return {"typing_form": form, "typing_for": change.pk}


def _correct(request: HttpRequest, article: ArticlePage) -> dict[str, Any] | None:
    form = forms.CorrectionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            corrections.correct(
                article=article,
                reason=CorrectionReason(data["reason"]),
                text_vi=data["text_vi"],
                text_en=data["text_en"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The correction note is published with the story."))
            return None
    return {"correction_form": form}


def _note(request: HttpRequest, article: ArticlePage) -> CorrectionNote:
    note = CorrectionNote.objects.filter(pk=_number(request), article_key=article.translation_key).first()
    if note is None:
        raise Http404
    return note


def _translate(request: HttpRequest, article: ArticlePage) -> dict[str, Any] | None:
    note, form = _note(request, article), forms.NoteWordsForm(request.POST)
    if form.is_valid():
        missing = Language.VIETNAMESE if note.text_en else Language.ENGLISH
        try:
            corrections.translate(
                note=note, article=article, language=missing, words=form.cleaned_data["words"], by=request.user
            )
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The translation of the note is published."))
        return None
    messages.error(request, _("Write the translation first."))
    return None


def _remove(request: HttpRequest, article: ArticlePage) -> dict[str, Any] | None:
    note, form = _note(request, article), forms.RemovalForm(request.POST)
    try:
        reason = form.cleaned_data["removed_reason"] if form.is_valid() else ""
        corrections.remove(note=note, reason=reason, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The note is taken off the page; the record stays."))
    return None


def _context(request: HttpRequest, article: ArticlePage) -> dict[str, Any]:
    rows = StoryChange.objects.filter(article_key=article.translation_key).select_related(
        "published_by", "decided_by", "note"
    )
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return {
        **admin_headers.header(_("Corrections"), (article.get_admin_display_title(), edit_url), icon="edit"),
        "article": article,
        "may_correct": corrections.may_correct(request.user, article),
        "is_operator": request.user.is_superuser,  # type: ignore[union-attr]  # the admin asks for sign-in
        "changes": [
            {
                "change": row,
                "is_open": row.decision == ChangeDecision.OPEN,
                "differences": words.differences(row.before, row.after),
            }
            for row in rows
        ],
        "notes": CorrectionNote.objects.filter(article_key=article.translation_key).select_related(
            "written_by", "removed_by"
        ),
        "words_form": forms.NoteWordsForm(),
        "removal_form": forms.RemovalForm(),
    }
