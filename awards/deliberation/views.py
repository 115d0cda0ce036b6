"""What jurors, the public and entrants do: vote at a meeting, object to the shortlist, read the decision, appeal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import permissions
from awards.deliberation import forms, queries
from awards.deliberation.domain import appeals, motions, objections
from awards.deliberation.enums import CASE_OPEN, AppealGround, MeetingState, MotionState
from awards.dossiers import calls
from awards.dossiers.emails import edition_title
from awards.dossiers.views import guards
from awards.editions.enums import EditionState
from awards.jury.guards import juror_view
from awards.models import AwardPage, Decision
from portal.kernel import clock, errors, languages, limits
from portal.media.domain import private_files
from portal.operations import db_clock
from portal.pages import shell, translations
from portal.ui import forms as ui_forms
from portal.ui import views as ui_views


def _councils(request: HttpRequest) -> None:
    shell.add_breadcrumbs(request, (_("Meetings of my councils"), reverse("awards:council-meetings")))


@juror_view
@require_safe
def council_meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings of the councils that the account belongs to."""
    context = {"page_title": _("Meetings of my councils"), "rows": queries.own_meetings(request.user)}
    return render(request, "awards/deliberation/meetings.html", context)


@juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def council_meeting(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Show a meeting to one of its members, with the ranking and the open motion, and take the vote."""
    found = queries.juror_view(request.user, award_key, number)
    rules = queries.rules_of(award_key)
    if found is None or rules is None:
        raise Http404
    form = None
    if found.may_vote and found.motion is not None:
        posted = request.POST if request.method == "POST" else None
        form = forms.VoteForm(posted, motion=found.motion, named=found.named, vote=found.vote)
    if request.method == "POST":
        answer = _vote(request, found, form)
        if answer is not None:
            return answer
    _councils(request)
    can_see = found.meeting.state == MeetingState.OPEN and found.is_present
    context = {
        "page_title": _("Meeting no. %(number)d") % {"number": number},
        "edition": edition_title(award_key, languages.current()),
        "found": found,
        "named": [("" if one.pk in found.hidden else queries.title(one), one.alias) for one in found.named],
        "form": form,
        "form_has_errors": bool(form and form.errors),
        "ranking": queries.ranking(award_key, rules, found.hidden) if can_see else (),
        "motions": [
            view for view in queries.motions_of(found.meeting, found.hidden) if view.motion.state != MotionState.OPEN
        ],
    }
    return render(request, "awards/deliberation/meeting.html", context)


def _vote(request: HttpRequest, found: queries.JurorView, form: forms.VoteForm | None) -> HttpResponse | None:
    """Keep the vote and go back to the meeting; None where the page has to be shown again."""
    here = redirect("awards:council-meeting", found.meeting.award_key, found.meeting.number)
    if form is None or found.motion is None or request.POST.get("number") != str(found.motion.number):
        messages.error(request, _("This motion is no longer open. Your vote was not taken."))
        return here
    if not form.is_valid():
        return None
    try:
        motions.cast_vote(motion=found.motion, by=request.user, now=clock.now(), **form.ballot())
    except errors.NotAllowedError:
        raise Http404 from None
    except errors.DomainError as error:
        ui_forms.add_domain_error(form, error)
        return None
    messages.success(request, _("Your vote is in. You can change it until the vote is ended."))
    return here


# Objections.


def _edition(request: HttpRequest, award_key: UUID) -> AwardPage:
    pages = translations.listed_in(AwardPage.objects.filter(translation_key=award_key), languages.current())
    page: AwardPage | None = pages.first()
    if page is None:
        raise Http404
    shell.add_breadcrumbs(request, (page.title, page.url or ""))
    return page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Object to a finalist or the shortlist, while the clock runs."""
    now = db_clock.now()
    page, shortlist = _edition(request, award_key), objections.open_shortlist(award_key, now)
    if shortlist is None:
        raise Http404
    rows = list(queries.finalists(award_key))
    form = forms.ObjectionForm(
        request.POST if request.method == "POST" else None,
        rows=rows,
        initial={"nomination": request.GET.get("finalist", "")},
    )
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("awards:objection-sent", award_key)
        if not limits.form_may_be_sent(request, form.cleaned_data["email"]):
            return ui_views.too_many_requests(request)
        try:
            objections.file_objection(award_key=award_key, language=languages.current(), now=now, **form.objection())
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            return redirect("awards:objection-sent", award_key)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Object to the shortlist"),
        "edition": page.title,
        "until": shortlist.comment_until,
        "cancel_url": page.url,
    }
    return render(request, "awards/deliberation/objection.html", context)


@never_cache
@require_safe
def objection_sent(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Say what happens next."""
    page = _edition(request, award_key)
    context = {"page_title": _("Confirm your address"), "back_url": page.url}
    return render(request, "awards/deliberation/objection_sent.html", context)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the objection that a mailed link confirms, and let it count when asked to. Opening the link alone does nothing."""
    found = objections.by_secret(secret=secret, now=clock.now())
    if found is None:
        gone = {"page_title": _("This link is no longer open")}
        return render(request, "awards/deliberation/objection_gone.html", gone, status=404)
    error_text = ""
    if request.method == "POST":
        try:
            found = objections.confirm_objection(objection=found, now=db_clock.now())
        except errors.DomainError as error:
            error_text = str(error)
    page = _edition(request, found.award_key)
    is_confirmed = found.confirmed_at is not None
    context = {
        "page_title": _("Your objection counts") if is_confirmed else _("Confirm your objection"),
        "objection": found,
        "is_confirmed": is_confirmed,
        "dossier": queries.title(found.nomination) if found.nomination is not None else "",
        "error": error_text,
        "back_url": page.url,
    }
    return render(request, "awards/deliberation/objection_confirm.html", context, status=409 if error_text else 200)


# The decision.


@never_cache
@require_safe
def decision_file(request: HttpRequest, award_key: UUID) -> HttpResponseBase:  # noqa: ARG001 -- a view
    """Hand out the document of the decision in force, which is public."""
    return _document(Decision.objects.filter(award_key=award_key).select_related("file").last())


@never_cache
@require_safe
def earlier_decision_file(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponseBase:  # noqa: ARG001 -- a view
    """Hand out the document of a decision that another replaced; it stays public."""
    rows = Decision.objects.filter(award_key=award_key, pk=pk, replaced_by__isnull=False)
    return _document(rows.select_related("file").first())


def _document(decision: Decision | None) -> HttpResponseBase:
    if decision is None or decision.file is None:
        raise Http404
    return private_files.response(decision.file)


# Appeals.


@guards.own_view
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Appeal on procedure as who is responsible for a dossier, and read what came of it."""
    member = guards.place_or_404(request, public_id)
    guards.require(permissions.can_appeal(member))
    dossier = guards.dossier_or_404(member)
    call = calls.find(member.nomination.award_key)
    filed = list(member.nomination.appeals.all())
    now = db_clock.now()
    is_open = call is not None and appeals.takes(call.rules, call.award_key, call.state, now)
    guards.require(bool(filed) or (call is not None and call.state is EditionState.DECIDED))
    waits = any(one.state in CASE_OPEN for one in filed)
    can_file = is_open and not waits
    form = forms.AppealForm(request.POST if request.method == "POST" else None) if can_file else None
    if request.method == "POST":
        answer = _appeal(request, member.nomination, form, now)
        if answer is not None:
            return answer
    guards.show_way(request, dossier)
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool(form and form.errors),
        "page_title": _("Appeal on procedure"),
        "dossier": dossier,
        "filed": filed,
        "waits": waits,
        "is_open": is_open,
        "period": appeals.period(call.rules, call.award_key) if call is not None else None,
        "cancel_url": reverse("awards:dossier", args=[public_id]),
    }
    return render(request, "awards/deliberation/appeal.html", context)


def _appeal(request: HttpRequest, nomination: Any, form: forms.AppealForm | None, now: Any) -> HttpResponse | None:
    if form is None:
        raise Http404
    if not form.is_valid():
        return None
    try:
        appeals.file_appeal(
            nomination=nomination,
            ground=AppealGround(form.cleaned_data["ground"]),
            words=form.cleaned_data["text"],
            by=request.user,
            now=now,
        )
    except errors.DomainError as error:
        ui_forms.add_domain_error(form, error)
        return None
    messages.success(request, _("Your appeal is in. An officer who had no part in the procedure examines it."))
    return redirect("awards:appeal", nomination.public_id)


@guards.own_view
@require_POST
def appeal_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an open appeal back."""
    member = guards.place_or_404(request, public_id)
    found = member.nomination.appeals.filter(state__in=CASE_OPEN).first()
    if found is None:
        raise Http404
    try:
        appeals.withdraw(appeal=found, by=request.user, now=clock.now())
    except errors.NotAllowedError:
        raise Http404 from None
    messages.success(request, _("Your appeal is taken back."))
    return redirect("awards:appeal", public_id)
