"""The secretariat's pages of a vote: how it stands where that may be told, the alarms, counting."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from awards.editions import desks
from awards.models import VoteAlarm
from awards.voting import forms, queries
from awards.voting.domain import alarms, closing
from awards.voting.enums import AlarmState, VoteStage
from portal.kernel import clock, errors
from portal.operations import db_clock


@dataclass(frozen=True, slots=True)
class Row:
    """An alarm with its figures as the secretariat reads them."""

    alarm: VoteAlarm
    title: str
    votes: int
    next: int | None
    all: int | None
    struck: int | None
    starts: datetime
    ends: datetime


def _row(alarm: VoteAlarm) -> Row:
    figures = alarm.figures
    return Row(
        alarm,
        alarm.nomination.title,
        figures["votes"],
        figures.get("next"),
        figures.get("all"),
        figures.get("struck"),
        datetime.fromisoformat(figures["from"]),
        datetime.fromisoformat(figures["until"]),
    )


@require_safe
def votes(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show the vote of an edition; in its last day no number, not even to the secretariat."""
    desk = desks.desk_or_404(request, award_key)
    ballot = queries.ballot(award_key, now=clock.now())
    context = {
        "desk": desk,
        "ballot": ballot,
        "rows": [_row(alarm) for alarm in queries.alarms_of(award_key)],
        "tells_alarms": ballot is not None and ballot.stage is not VoteStage.LAST_DAY,
        "can_count": ballot is not None and ballot.stage is VoteStage.COUNTING,
        "can_handle": ballot is not None and ballot.stage in {VoteStage.RUNNING, VoteStage.COUNTING},
        **desks.header(_("Vote of the public"), desk, icon="success"),
    }
    return render(request, "awards/admin/votes.html", context)


@require_POST
def count(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Count the votes after the end."""
    desks.desk_or_404(request, award_key)
    try:
        closing.close_vote(award_key=award_key, by=request.user, now=db_clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The votes are counted; the tally stands in the log."))
    return HttpResponseRedirect(reverse("awards-votes", args=[award_key]))


@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Look at an alarm: dismiss it, or strike its votes out."""
    desk = desks.desk_or_404(request, award_key)
    found = get_object_or_404(VoteAlarm.objects.select_related("nomination"), pk=pk, award_key=award_key)
    ballot = queries.ballot(award_key, now=clock.now())
    if found.state != AlarmState.OPEN or ballot is None or ballot.stage is VoteStage.LAST_DAY:
        raise Http404
    form = forms.AlarmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = alarms.uphold if form.cleaned_data["state"] == AlarmState.UPHELD else alarms.dismiss
        try:
            done = act(alarm=found, note=form.cleaned_data["note"], by=request.user, now=clock.now())
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            words = _("Votes struck out: %(number)d.") % {"number": done.figures.get("struck", 0)}
            messages.success(request, words if done.state == AlarmState.UPHELD else _("The alarm is dismissed."))
            return HttpResponseRedirect(reverse("awards-votes", args=[award_key]))
    head = desks.header(
        _("Alarm"), desk, (_("Vote of the public"), reverse("awards-votes", args=[award_key])), icon="success"
    )
    return render(request, "awards/admin/vote_alarm.html", {"desk": desk, "row": _row(found), "form": form, **head})
