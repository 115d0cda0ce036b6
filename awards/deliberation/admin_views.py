"""The secretariat's pages of the council's meetings: plan, attendance, motions, ballots, minutes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from awards.deliberation import admin_guards as guards
from awards.deliberation import council, forms, minutes, queries
from awards.deliberation.domain import common, meetings, motions
from awards.deliberation.domain.meetings import PLANNABLE
from awards.deliberation.enums import MeetingState, MotionKind, MotionState
from awards.domain import reopened
from awards.editions import queries as edition_queries
from awards.models import Meeting, Motion
from portal.kernel import clock
from portal.media.domain import private_files
from portal.pdf import documents
from portal.ui import views as ui_views


def _way(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    key = meeting.award_key
    return (
        (_("Meetings of the council"), reverse("awards-meetings", args=[key])),
        (
            _("Meeting no. %(number)d") % {"number": meeting.number},
            reverse("awards-meeting", args=[key, meeting.number]),
        ),
    )


def meetings_list(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """List the meetings of an edition's council, and plan the next."""
    desk = guards.desk(request, award_key)
    can_plan = desk.state in PLANNABLE or reopened.of(award_key) is not None
    form = forms.MeetingForm(request.POST or None) if can_plan else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and guards.tried(
            lambda: meetings.plan_meeting(award_key=award_key, by=request.user, now=clock.now(), **form.cleaned_data),
            form,
        ):
            return guards.done(
                request, _("The meeting is planned; its members are invited by mail."), "awards-meetings", award_key
            )
    context = {
        "desk": desk,
        "form": form,
        "meetings": queries.meetings_of(award_key),
        "members": council.members(award_key).count(),
        "rules": guards.rules(award_key),
        **guards.head(_("Meetings of the council"), desk),
    }
    return render(request, "awards/deliberation/admin_meetings.html", context)


def meeting(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Show a meeting: who is there, the ranking, the motions, and what can be done next."""
    desk = guards.desk(request, award_key)
    found = guards.meeting(award_key, number)
    rules = guards.rules(award_key)
    people = queries.attendance(found)
    anew = reopened.of(award_key) is not None
    can_sit = desk.state in common.SITTING or anew
    context = {
        "desk": desk,
        "meeting": found,
        "people": people,
        "here": sum(noted is not None and noted.is_present for _juror, noted in people),
        "rules": rules,
        "quorum": found.quorum or rules.quorum,
        "can_sit": can_sit,
        "ranking": queries.ranking(award_key, rules) if can_sit else (),
        "motions": queries.motions_of(found),
        "open_motion": found.motions.filter(state=MotionState.OPEN).first(),
        "kinds": [(kind.value, kind.label) for kind in MotionKind if not (anew and kind is MotionKind.SHORTLIST)],
        **guards.head(_("Meeting no. %(number)d") % {"number": number}, desk, _way(found)[0]),
    }
    return render(request, "awards/deliberation/admin_meeting.html", context)


def change(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Move a planned meeting to another time or place."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    if found.state != MeetingState.PLANNED:
        raise Http404
    form = forms.MeetingForm(
        request.POST or None, initial={"held_at": clock.local(found.held_at), "place": found.place}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: meetings.change_meeting(meeting=found, by=request.user, now=clock.now(), **form.cleaned_data), form
        )
    ):
        return guards.done(
            request, _("The meeting is moved; its members are told."), "awards-meeting", award_key, number
        )
    intro = _("Every member is told by mail.")
    return _page(request, form, found, desk, _("Move the meeting"), intro=intro)


def _page(
    request: HttpRequest,
    form: Any,
    found: Meeting,
    desk: edition_queries.Desk,
    title: str,
    *,
    submit: str = "",
    **more: Any,
) -> HttpResponse:
    cancel = reverse("awards-meeting", args=[found.award_key, found.number])
    header = guards.head(title, desk, *_way(found))
    return guards.form_page(request, form, header, submit=submit or title, cancel=cancel, **more)


def call_off(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Call a planned meeting off."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    if found.state != MeetingState.PLANNED:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: meetings.call_off(meeting=found, by=request.user, now=clock.now(), **form.cleaned_data), form
        )
    ):
        return guards.done(
            request, _("The meeting is called off; its members are told."), "awards-meeting", award_key, number
        )
    return _page(
        request,
        form,
        found,
        desk,
        _("Call the meeting off"),
        intro=_("Every member is told by mail, with the reason."),
    )


def attendance(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Note who of the council is there."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    if found.state == MeetingState.CLOSED:
        raise Http404
    form = forms.AttendanceForm(request.POST or None, people=queries.attendance(found))
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: meetings.note_attendance(meeting=found, people=form.presences(), by=request.user), form
        )
    ):
        return guards.done(request, _("Attendance is noted."), "awards-meeting", award_key, number)
    intro = _("Tick who is there. The reason of whoever is not stands in the minutes.")
    return _page(request, form, found, desk, _("Note attendance"), intro=intro)


@require_POST
def open_meeting(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Open a meeting that has its quorum."""
    guards.desk(request, award_key)
    found = guards.meeting(award_key, number)
    if guards.tried(lambda: meetings.open_meeting(meeting=found, by=request.user, now=clock.now()), request=request):
        return guards.done(request, _("The meeting is under way."), "awards-meeting", award_key, number)
    return guards.back("awards-meeting", award_key, number)


def motion_new(request: HttpRequest, award_key: UUID, number: int, kind: str) -> HttpResponse:
    """Put a motion to the vote."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    if found.state != MeetingState.OPEN or kind not in MotionKind.values:
        raise Http404
    wanted = MotionKind(kind)
    form = forms.MotionForm(request.POST or None, kind=wanted, meeting=found, rules=guards.rules(award_key))
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: motions.open_motion(meeting=found, by=request.user, now=clock.now(), **form.motion()), form
        )
    ):
        return guards.done(request, _("The motion is being voted on."), "awards-meeting", award_key, number)
    intro = {
        MotionKind.SHORTLIST: _(
            "Choose the dossiers that are to be on the shortlist of the category, or none. The last one carried for a category counts."
        ),
        MotionKind.PRIZE: _("Choose one dossier of the shortlist and its prize."),
        MotionKind.TIE: _("Choose all dossiers that are equal at one place. Each member says which goes in front."),
        MotionKind.OTHER: _("It decides nothing about dossiers, and stands in the minutes."),
    }[wanted]
    return _page(request, form, found, desk, str(wanted.label), submit=_("Put it to the vote"), intro=intro)


def _open_motion(found: Meeting, motion_number: int) -> Motion:
    motion = found.motions.filter(number=motion_number, state=MotionState.OPEN).first()
    if motion is None:
        raise Http404
    motion.meeting = found
    return motion


def ballots(request: HttpRequest, award_key: UUID, number: int, motion_number: int) -> HttpResponse:
    """Enter paper ballots for the open motion."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    motion = _open_motion(found, motion_number)
    form = forms.BallotsForm(
        request.POST or None,
        motion=motion,
        jurors=council.entitled(motion),
        votes={vote.juror_id: vote for vote in motion.votes.all()},
    )

    def keep() -> None:
        for juror_id, ballot in form.ballots().items():
            motions.record_ballot(motion=motion, juror_id=juror_id, by=request.user, now=clock.now(), **ballot)

    if request.method == "POST" and form.is_valid() and guards.tried(keep, form):
        return guards.done(request, _("The ballots are entered."), "awards-meeting", award_key, number)
    intro = _("Members who voted from an own device are not listed: their votes stand.")
    return _page(request, form, found, desk, _("Enter paper ballots"), intro=intro, question=motion.words)


def motion_close(request: HttpRequest, award_key: UUID, number: int, motion_number: int) -> HttpResponse:
    """End the vote on a motion."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    motion = _open_motion(found, motion_number)
    form = forms.CloseMotionForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: motions.close_motion(motion=motion, by=request.user, now=clock.now(), **form.cleaned_data), form
        )
    ):
        motion.refresh_from_db()
        words = _("The vote is over: %(result)s.") % {"result": motion.get_state_display()}
        return guards.done(request, words, "awards-meeting", award_key, number)
    intro = _("Afterwards nobody votes on it any more, and the result stands in the log.")
    return _page(request, form, found, desk, _("End the vote"), intro=intro, question=motion.words)


def motion_void(request: HttpRequest, award_key: UUID, number: int, motion_number: int) -> HttpResponse:
    """Take an open motion off the table."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    motion = _open_motion(found, motion_number)
    form = forms.ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: motions.void_motion(motion=motion, by=request.user, now=clock.now(), **form.cleaned_data), form
        )
    ):
        return guards.done(request, _("The motion is off the table."), "awards-meeting", award_key, number)
    intro = _("Votes that were cast do not count. It can be put to the vote again in other words.")
    return _page(request, form, found, desk, _("Take the motion off the table"), intro=intro, question=motion.words)


def close_meeting(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Close a meeting and freeze its minutes."""
    desk, found = guards.desk(request, award_key), guards.meeting(award_key, number)
    if found.state != MeetingState.OPEN:
        raise Http404
    form = forms.CloseMeetingForm(request.POST or None)

    def close() -> None:
        meetings.close_meeting(meeting=found, by=request.user, now=clock.now(), **form.cleaned_data)

    try:
        if request.method == "POST" and form.is_valid() and guards.tried(close, form):
            return guards.done(
                request, _("The meeting is closed. Its minutes no longer change."), "awards-meeting", award_key, number
            )
    except documents.NotDrawnError as error:
        documents.log_failure(error, of=f"minutes {award_key} {number}")
        form.add_error(None, _("The minutes could not be drawn, so the meeting stays open. Please try again later."))
    intro = _("The minutes are drawn now, and their digest goes into the log. Look at the draft before.")
    return _page(request, form, found, desk, _("Close the meeting"), intro=intro)


@never_cache
@require_safe
def minutes_file(request: HttpRequest, award_key: UUID, number: int) -> HttpResponse:
    """Hand out the minutes: the file that was frozen, or a draft while the meeting is not closed."""
    guards.desk(request, award_key)
    found = guards.meeting(award_key, number)
    if found.was_called_off:
        raise Http404
    if found.minutes is not None:
        return private_files.response(found.minutes)  # type: ignore[return-value]  # a response of a file
    try:
        pdf = minutes.draw(found)
    except documents.NotDrawnError as error:
        documents.log_failure(error, of=f"minutes {award_key} {number}")
        return ui_views.file_unavailable(request)
    return documents.response(pdf=pdf, name=minutes.file_name(found))
