"""Writing a need on one form: keep it as a draft, send it for review, say how it goes on; two people may write at once."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors import queries as exhibitor_queries
from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors, text
from showcase import focal_points, naming, permissions, queries
from showcase.domain import beginnings, consent_scope, lifecycle, need_for_others
from showcase.domain import need as needs
from showcase.enums import NEED_MOVES, EnteredBy, ListingState, NeedStatus, ReviewState
from showcase.forms.consents import AgreedAgainForm
from showcase.forms.fields import add_domain_error
from showcase.forms.needs import NeedForm, NewNeedForm, StatusForm
from showcase.models import NeedPage
from showcase.need_enums import ConsentMethod
from showcase.views import writing
from showcase.views.guards import add_desk_breadcrumbs, form_key, page_or_404, with_form_key, writer_membership

SENDING_WORDS: Final = {
    need_for_others.Sending.SENT: gettext_lazy("It is sent for review. You will get a mail when the review is done."),
    need_for_others.Sending.PLANNED: gettext_lazy(
        "It is kept, and is sent for review as soon as the organisation agrees."
    ),
    need_for_others.Sending.ASKED_AGAIN: gettext_lazy(
        "The organisation agreed to other words. It has a mail that asks it to agree to the new ones; then the need is sent"
        " for review."
    ),
}


def home_of(request: HttpRequest, page: NeedPage) -> str:
    """Return the address of the desk at which the person works on a need: the organisation's, or the focal point's."""
    if permissions.enters_for_others(request.user, page):
        return reverse("showcase:focal-desk")
    return reverse("exhibitors:desk")


def _send(request: HttpRequest, page: NeedPage) -> str:
    """Send the newest draft for review; return what to tell. Raises the DomainError of the rule that refuses it.

    A button that was pressed twice has sent it already, which is what was asked.
    """
    sending = need_for_others.Sending.SENT
    if permissions.enters_for_others(request.user, page):
        sending = need_for_others.send_when_agreed(page=page, by=request.user, now=clock.now())
    elif queries.review_states([page])[page.pk] is not ReviewState.IN_REVIEW:
        needs.submit_need(page=page, by=request.user, now=clock.now())
    return str(SENDING_WORDS[sending])


def _leave(request: HttpRequest, page: NeedPage, *, send: bool) -> HttpResponse:
    """Go to the desk with the draft kept, or sent; raises the DomainError of the rule that refuses to send it."""
    words = _send(request, page) if send else _("Your draft is saved. You can go on at any time.")
    messages.success(request, words)
    return redirect(home_of(request, page))


def _form_page(request: HttpRequest, form: NeedForm, title: str, saved: writing.Saved, **extra: Any) -> HttpResponse:
    add_desk_breadcrumbs(request)
    context = {
        "form": form,
        "form_has_errors": form.has_errors or bool(saved.conflicts),
        "page_title": title,
        "cancel_url": reverse("exhibitors:desk"),
        **saved.fields,
        **extra,
    }
    return render(request, "showcase/desk/need.html", context)


def _begin(request: HttpRequest, form: NewNeedForm, organisation: Any) -> tuple[NeedPage | None, writing.Saved]:
    """Make the draft of a form that was filled in; one that was sent before, and changed since, goes on with its draft."""
    key = form.cleaned_data["submission_key"]
    page = beginnings.begun(submission_key=key, model=NeedPage, organisation=organisation) if key else None
    if page is not None:
        form.instance.place = form.instance.place or organisation.place
        return page, writing.save_again(request, form, page, save=needs.save_need)
    try:
        page = needs.start_need(
            organisation=organisation, by=request.user, page=form.save(commit=False), submission_key=key
        )
    except errors.DomainError as error:
        add_domain_error(form, error)
    return page, writing.Saved(done=page is not None)


def _begun_elsewhere(request: HttpRequest) -> dict[str, str]:
    """Return the title that the page of a search proposes for what it did not find."""
    title = text.line(request.GET.get("title", "")[:400])[: NeedPage._meta.get_field("title").max_length]  # noqa: SLF001 -- Django's public name
    return {"title": f"{title[:1].upper()}{title[1:]}"} if title else {}


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """Write a new need."""
    membership = writer_membership(request)
    key = form_key(request)
    if request.method != "POST":
        if key is None:
            return with_form_key(request)
        begun = beginnings.begun(submission_key=key, model=NeedPage, organisation=membership.organisation)
        if begun is not None:
            return redirect("showcase:need-edit", begun.pk)
    relaxed = request.POST.get("action") == "save"
    form = NewNeedForm(
        request.POST or None,
        instance=NeedPage(),
        relaxed=relaxed,
        initial={"submission_key": key, **_begun_elsewhere(request)},
    )
    saved = writing.not_saved(request)
    if request.method == "POST" and form.is_valid():
        page, saved = _begin(request, form, membership.organisation)
        if saved.done and page is not None:
            try:
                return _leave(request, page, send=not relaxed)
            except errors.DomainError as refusal:
                messages.error(request, str(refusal))
                return redirect("showcase:need-edit", page.pk)
    return _form_page(request, form, _("A new need"), saved)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Go on with a need, or change a published one; what somebody else saved meanwhile is kept."""
    page = page_or_404(request, NeedPage, page_id)
    state = queries.review_states([page])[page.pk]
    relaxed = request.POST.get("action") == "save"
    read = writing.revision_read(page, request)
    form = NeedForm(request.POST or None, instance=read.as_object(), relaxed=relaxed)
    saved = writing.not_saved(request)
    if request.method == "POST" and form.is_valid():
        saved = writing.save_on_newest(request, form, page, read, save=needs.save_need)
        if saved.done:
            try:
                return _leave(request, page, send=not relaxed)
            except errors.DomainError as refusal:
                add_domain_error(form, refusal)
    for_others = page.entered_by == EnteredBy.FOCAL_POINT
    as_focal_point = permissions.enters_for_others(request.user, page)
    draft = NeedPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return _form_page(
        request,
        form,
        page.draft_title,
        saved,
        warnings=form.warn(naming.what_gives_away(draft)),
        is_anonymous=draft.is_anonymous,
        page=page,
        revision=read.pk,
        state=state,
        in_review=state is ReviewState.IN_REVIEW,
        comment=queries.review_comment(page) if state is ReviewState.RETURNED else "",
        public_url=page.url if page.live else "",
        consent=focal_points.consent_of(page.translation_key) if for_others else None,
        can_take_over=for_others and page.organisation is not None and not as_focal_point,
        as_focal_point=as_focal_point,
        agreed_again=_agreed_again_form(page, draft) if as_focal_point else None,
        cancel_url=home_of(request, page),
    )


def _agreed_again_form(page: NeedPage, draft: NeedPage) -> AgreedAgainForm | None:
    """Return the form that records a new agreement, where one on paper or by telephone no longer covers the draft."""
    consent = consent_scope.standing_consent(page)
    if consent is None or consent.method == ConsentMethod.LINK or not consent_scope.differing(consent, draft):
        return None
    return AgreedAgainForm(prefix="agreed")


@desk_view
@require_POST
def need_agreed_again(request: HttpRequest, page_id: int) -> HttpResponse:
    """Record that the organisation agreed, on paper or by telephone, to what the need says now."""
    page = page_or_404(request, NeedPage, page_id)
    if not permissions.enters_for_others(request.user, page):
        raise Http404
    form = AgreedAgainForm(request.POST, prefix="agreed")
    if not form.is_valid():
        messages.error(request, " ".join(str(words) for found in form.errors.values() for words in found))
        return redirect("showcase:need-edit", page.pk)
    try:
        need_for_others.record_again(
            page=page,
            by=request.user,
            given_on=form.cleaned_data["given_on"],
            note=form.cleaned_data["note"],
            now=clock.now(),
        )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The new agreement is on record. You can send the need for review."))
    return redirect("showcase:need-edit", page.pk)


@desk_view
@require_POST
def need_take_over(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make a need that a focal point entered for the organisation its own."""
    page = page_or_404(request, NeedPage, page_id)
    membership = exhibitor_queries.membership_in(request.user, page.organisation) if page.organisation else None
    if not permissions.can_write(membership):
        raise Http404
    try:
        need_for_others.take_over(page=page, organisation=page.organisation, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The need is now your organisation's own."))
    return redirect("showcase:need-edit", page.pk)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_status(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say where a published need stands."""
    page = page_or_404(request, NeedPage, page_id)
    moves = [state for state in NeedStatus if NEED_MOVES.allows(NeedStatus(page.status), state)]
    if not page.live or not moves:
        raise Http404
    form = StatusForm(request.POST or None, moves=moves)
    if request.method == "POST" and form.is_valid():
        try:
            needs.change_status(
                page=page,
                status=NeedStatus(form.cleaned_data["status"]),
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The need is now: %(status)s.") % {"status": page.get_status_display()})
            if page.listing_state is ListingState.ARCHIVED or lifecycle.awaits_confirmation(page, clock.today()):
                return redirect("showcase:need-renew", page.pk)
            return redirect(home_of(request, page))
    add_desk_breadcrumbs(request, (page.title, reverse("showcase:need-edit", args=[page.pk])))
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Where does this need stand?"),
        "subject": page,
        "cancel_url": home_of(request, page),
    }
    return render(request, "showcase/desk/need_status.html", context)
