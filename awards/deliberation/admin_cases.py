"""The secretariat's pages of objections, the decision and appeals; an appeal is also its officer's."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from awards import permissions
from awards.deliberation import admin_guards as guards
from awards.deliberation import council, forms, parts, queries, rehearings
from awards.deliberation.domain import appeals, deciding, objections, rehearing
from awards.deliberation.enums import CASE_OPEN, CaseState
from awards.domain import reopened
from awards.editions import queries as edition_queries
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.models import Appeal, Decision, Objection, Shortlist
from portal.kernel import clock
from portal.operations import db_clock
from portal.pages import admin_headers


def objections_list(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """List the objections to the shortlist, those that wait first."""
    desk = guards.desk(request, award_key)
    context = {
        "desk": desk,
        "objections": queries.objections_of(award_key),
        "shortlist": Shortlist.objects.filter(award_key=award_key).first(),
        **guards.head(_("Objections"), desk, icon="comment"),
    }
    return render(request, "awards/deliberation/admin_objections.html", context)


def _objection(award_key: UUID, public_id: UUID) -> Objection:
    found = queries.objections_of(award_key).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def objection(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Read an objection, and answer it once it is taken up."""
    desk, found = guards.desk(request, award_key), _objection(award_key, public_id)
    has_finalist = found.nomination is not None and found.nomination.state == NominationState.FINALIST
    form = None
    if found.state == CaseState.HANDLING:
        form = forms.AnswerForm(request.POST or None, has_finalist=has_finalist)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and guards.tried(
            lambda: objections.answer(objection=found, by=request.user, now=clock.now(), **form.said()), form
        ):
            return guards.done(request, _("The answer is on its way."), "awards-objections", award_key)
    way = (_("Objections"), reverse("awards-objections", args=[award_key]))
    context = {"desk": desk, "objection": found, "form": form, **guards.head(_("Objection"), desk, way, icon="comment")}
    return render(request, "awards/deliberation/admin_objection.html", context)


@require_POST
def objection_take_up(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Begin to examine an objection."""
    guards.desk(request, award_key)
    found = _objection(award_key, public_id)
    if guards.tried(lambda: objections.take_up(objection=found, by=request.user, now=clock.now()), request=request):
        messages.success(request, _("The objection is being examined."))
    return HttpResponseRedirect(reverse("awards-objection", args=[award_key, public_id]))


def decision(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show what is missing before the decision, and record it."""
    desk, rules = guards.desk(request, award_key), guards.rules(award_key)
    made = Decision.objects.filter(award_key=award_key).last()
    if made is None and desk.state is not EditionState.PUBLIC_COMMENT:
        raise Http404
    now = db_clock.now()
    missing = deciding.missing(award_key, rules, now) if made is None else []
    form = forms.DecisionForm(request.POST or None, request.FILES or None) if made is None else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and guards.tried(
            lambda: deciding.record_decision(
                award_key=award_key,
                document=form.document(),
                file=form.cleaned_data["file"],
                by=request.user,
                now=now,
            ),
            form,
        ):
            return guards.done(
                request, _("The decision is recorded; its winners are public."), "awards-decision", award_key
            )
    context = {
        "desk": desk,
        "decision": made,
        "missing": missing,
        "form": form,
        "ranking": queries.ranking(award_key, rules),
        "prizes": _prizes(award_key) if made is None else rehearings.prizes_of(made),
        "past": rehearings.past(award_key),
        "rehearing": reopened.of(award_key),
        **guards.head(_("Decision"), desk, icon="success"),
    }
    return render(request, "awards/deliberation/admin_decision.html", context)


def _prizes(award_key: UUID) -> list[tuple[str, str]]:
    prizes = council.prizes(award_key)
    return [
        (queries.title(one), str(prizes[one.pk].label) if one.pk in prizes else "")
        for one in queries.finalists(award_key)
    ]


def appeals_list(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """List the appeals against an edition."""
    desk = guards.desk(request, award_key)
    context = {
        "desk": desk,
        "appeals": queries.appeals_of(award_key),
        **guards.head(_("Appeals"), desk, icon="warning"),
    }
    return render(request, "awards/deliberation/admin_appeals.html", context)


def _appeal(request: HttpRequest, award_key: UUID, public_id: UUID) -> tuple[edition_queries.Desk, Appeal]:
    """Return an appeal for the edition's secretaries, who give it away, and for the officer it was given to."""
    found = queries.appeals_of(award_key).filter(public_id=public_id).first()
    desk = edition_queries.desk(award_key)
    if found is None or desk is None:
        raise Http404
    is_officer = found.officer_id == request.user.pk and permissions.can_manage_nominations(request.user)
    if not (is_officer or permissions.can_manage_edition(request.user, award_key)):
        raise Http404
    return desk, found


def appeal(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Read an appeal; secretaries give it to an officer, the officer answers it."""
    desk, found = _appeal(request, award_key, public_id)
    is_open = found.state in CASE_OPEN
    manages = permissions.can_manage_edition(request.user, award_key)
    is_officer = found.officer_id == request.user.pk
    officers = parts.officers(award_key) if is_open and manages and not is_officer else None
    is_assigning = request.method == "POST" and "officer" in request.POST
    assign = forms.AssignForm(request.POST if is_assigning else None, people=officers) if officers is not None else None
    outcome = None
    if is_officer and found.state == CaseState.HANDLING:
        outcome = forms.OutcomeForm(request.POST if request.method == "POST" and not is_assigning else None)
    if request.method == "POST":
        answer = _deal(request, found, assign if is_assigning else None, None if is_assigning else outcome)
        if answer is not None:
            return answer
    way = (_("Appeals"), reverse("awards-appeals", args=[award_key]))
    # Whoever only answers the appeal may not open the edition's own pages.
    icon = "warning"
    head = guards.head(_("Appeal"), desk, way, icon=icon) if manages else admin_headers.header(_("Appeal"), icon=icon)
    context: dict[str, Any] = {
        "desk": desk,
        "appeal": found,
        "assign": assign,
        "has_officers": officers is not None and officers.exists(),
        "outcome": outcome,
        "rehearing": rehearings.rehearings(award_key).get(found.pk),
        "can_decide_anew": manages and rehearing.can_open(found, desk.state),
        "manages": manages,
        **head,
    }
    return render(request, "awards/deliberation/admin_appeal.html", context)


def _deal(request: HttpRequest, found: Appeal, assign: Any, outcome: Any) -> HttpResponse | None:
    key = found.nomination.award_key
    now = clock.now()
    if assign is None and outcome is None:
        raise Http404
    if assign is not None and assign.is_valid():
        officer = assign.cleaned_data["officer"]
        if guards.tried(lambda: appeals.assign(appeal=found, officer=officer, by=request.user, now=now), assign):
            return guards.done(request, _("The officer has the appeal, and a mail."), "awards-appeals", key)
    if outcome is not None and outcome.is_valid():
        said = {**outcome.cleaned_data, "result": CaseState(outcome.cleaned_data["result"])}
        if guards.tried(lambda: appeals.answer(appeal=found, by=request.user, now=now, **said), outcome):
            return guards.done(
                request, _("The outcome is published without names."), "awards-appeal", key, found.public_id
            )
    return None
