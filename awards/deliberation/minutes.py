"""The minutes of a meeting as a document, laid out as Decree 30/2020/NĐ-CP has it for a "biên bản" (annex I; form 1.10 of annex III).

They are an official Vietnamese document and exist in Vietnamese only; what the portal itself says in them is translated from English
like everything else. They are private: they hold how each member voted.
"""

from collections import Counter, defaultdict
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from awards.deliberation import council, wording
from awards.deliberation.enums import Choice, MotionKind, MotionState
from awards.dossiers.emails import edition_title
from awards.models import Attendance, AwardPage, Juror, Meeting, Motion, MotionVote, Nomination
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.pdf import documents
from portal.pdf.documents import Document

TEMPLATE: Final = "awards/minutes.typ"


def number_of(meeting: Meeting) -> str:
    """Return the number of the minutes."""
    return f"{meeting.number:02}/BB-HĐ"


def file_name(meeting: Meeting) -> str:
    """Return the name of the file."""
    return f"bien-ban-hop-hoi-dong-{meeting.number:02}.pdf"


def draw(meeting: Meeting) -> bytes:
    """Return the minutes as PDF/UA: a draft as long as ``closed_at`` is empty. Raises NotDrawnError."""
    return documents.draw(sheet(meeting))


def sheet(meeting: Meeting) -> Document:
    """Return what the minutes are drawn from."""
    with translation.override(Language.VIETNAMESE):
        return Document(
            template=TEMPLATE,
            data=_data(meeting),
            title=_("Minutes no. %(number)s") % {"number": number_of(meeting)},
            language=Language.VIETNAMESE,
            moment=meeting.closed_at or meeting.opened_at or meeting.held_at,
        )


def _moment(instant: Any) -> str:
    local = clock.local(instant)
    return _("%(time)s on %(day)s") % {"time": formats.clock_time(instant), "day": formats.short_date(local.date())}


def _person(juror: Juror) -> str:
    posts = ", ".join(part for part in (juror.position, juror.workplace) if part)
    name = f"{juror.full_name} ({posts})" if posts else juror.full_name
    return _("%(name)s – chair of the council") % {"name": name} if juror.is_chair else name


def _data(meeting: Meeting) -> dict[str, Any]:
    page = AwardPage.objects.filter(translation_key=meeting.award_key, locale__language_code="vi").first()
    rows = list(
        Attendance.objects.filter(meeting=meeting).select_related("juror").order_by("-juror__is_chair", "juror__pk")
    )
    here = [row.juror for row in rows if row.is_present]
    absent = [row for row in rows if not row.is_present]
    chair = next((juror for juror in here if juror.is_chair), None)
    secretary = meeting.secretary.get_full_name() if meeting.secretary is not None else ""
    title = edition_title(meeting.award_key, Language.VIETNAMESE)
    quorum = meeting.quorum or 0
    return {
        "organisation": page.organiser_label if page is not None else "",
        "council": _("Council of the award"),
        "number": _("No.: %(number)s") % {"number": number_of(meeting)},
        "country": pgettext("head of official documents", "SOCIALIST REPUBLIC OF VIET NAM"),
        "motto": pgettext("head of official documents", "Independence - Freedom - Happiness"),
        "heading": pgettext("head of a document", "MINUTES"),
        "about": _("Meeting of the council of “%(edition)s”") % {"edition": title},
        "draft": "" if meeting.closed_at else _("DRAFT – the meeting is not closed"),
        "facts": [
            {"term": _("Began"), "value": _moment(meeting.opened_at) if meeting.opened_at else _("not opened yet")},
            {"term": _("Where it is held"), "value": meeting.place},
        ],
        "people_title": _("Who took part"),
        "chair": {
            "term": _("In the chair"),
            "value": _person(chair) if chair else _("a member whom those present chose"),
        },
        "secretary": {"term": pgettext("of a meeting", "Secretary"), "value": secretary},
        "present_title": _("Present: %(here)d of %(all)d members") % {"here": len(here), "all": len(rows)},
        "present": [_person(juror) for juror in here],
        "absent_title": _("Absent"),
        "absent": [f"{_person(row.juror)}: {row.reason or _('no reason given')}" for row in absent],
        "quorum": ngettext(
            "Quorum by the rules of the edition: %(number)d member.",
            "Quorum by the rules of the edition: %(number)d members.",
            quorum,
        )
        % {"number": quorum},
        "content_title": _("What the meeting dealt with"),
        "remarks": [line for line in meeting.remarks.split("\n") if line],
        "motions": _motions(meeting, here),
        "no_motions": _("Nothing was put to the vote."),
        "rule": _(
            "A motion is carried by more than half of the members who were present and had no conflict of interest about a dossier"
            " that it names."
        ),
        "end_title": _("Conclusion"),
        "conclusions": _conclusions(meeting, here),
        "end": _("The meeting ended at %(moment)s. These minutes were read to those present, who agreed to them.")
        % {"moment": _moment(meeting.closed_at)}
        if meeting.closed_at
        else _("The meeting is not closed."),
        "signatures": [
            {"role": pgettext("signature", "SECRETARY"), "name": secretary},
            {"role": pgettext("signature", "CHAIR"), "name": chair.full_name if chair else ""},
        ],
        "sign": _("(Signature, full name)"),
        "recipients_title": _("Sent to:"),
        "recipients": [_("the members of the council;"), _("file of the edition.")],
    }


def _motions(meeting: Meeting, here: list[Juror]) -> list[dict[str, Any]]:
    votes: defaultdict[int, list[MotionVote]] = defaultdict(list)
    for vote in MotionVote.objects.filter(motion__meeting=meeting).select_related("juror", "preferred").order_by("pk"):
        votes[vote.motion_id].append(vote)
    found = meeting.motions.prefetch_related("nominations")
    return [_motion(motion, votes[motion.pk], here) for motion in found]


def _motion(motion: Motion, votes: list[MotionVote], here: list[Juror]) -> dict[str, Any]:
    out = council.conflicted(here, motion.nominations.all())
    counted = [vote for vote in votes if vote.juror_id not in out]
    count = {choice: sum(vote.choice == choice for vote in counted) for choice in Choice}
    entitled = motion.entitled if motion.entitled is not None else len(here) - len(out)
    numbers = {
        "entitled": entitled,
        "yes": count[Choice.FOR],
        "no": count[Choice.AGAINST],
        "rest": entitled - count[Choice.FOR] - count[Choice.AGAINST],
    }
    if motion.kind == MotionKind.TIE:
        fronts = "; ".join(f"{one.alias or one.title}: {number}" for one, number in _fronts(motion, counted))
        words = _("Could vote: %(entitled)d. Put in front: %(fronts)s. Abstained or did not vote: %(rest)d.")
        lines = [words % {**numbers, "fronts": fronts}]
    else:
        words = _("Could vote: %(entitled)d. For: %(yes)d. Against: %(no)d. Abstained or did not vote: %(rest)d.")
        lines = [words % numbers]
    if out:
        names = ", ".join(juror.full_name for juror in here if juror.pk in out)
        lines.append(_("Did not take part because of a conflict of interest: %(names)s.") % {"names": names})
    lines += [_vote(vote) for vote in counted]
    result = _("Result: %(result)s.") % {"result": motion.get_state_display()}
    if motion.reason:
        result = _("Result: %(result)s. Reasons: %(reason)s") % {
            "result": motion.get_state_display(),
            "reason": motion.reason,
        }
    return {
        "title": _("Motion %(number)d: %(kind)s") % {"number": motion.number, "kind": wording.heading(motion)},
        "words": motion.words,
        "dossiers": [f"{one.alias or '–'}: {one.title}" for one in motion.nominations.all()],
        "lines": lines,
        "result": result,
    }


def _fronts(motion: Motion, votes: list[MotionVote]) -> list[tuple[Nomination, int]]:
    """Return the equal dossiers of a motion with how many members put each in front, the most first."""
    given = Counter(vote.preferred_id for vote in votes)
    return sorted(((one, given[one.pk]) for one in motion.nominations.all()), key=lambda row: (-row[1], row[0].alias))


def _vote(vote: MotionVote) -> str:
    choice = str(vote.get_choice_display())
    if vote.preferred is not None:
        choice = _("puts %(dossier)s in front") % {"dossier": vote.preferred.alias or vote.preferred.title}
    way = _("paper ballot") if vote.on_paper else _("own device")
    line = f"{vote.juror.full_name}: {choice} ({way})"
    return f"{line}. {vote.reason}" if vote.reason else line


def _conclusions(meeting: Meeting, here: list[Juror]) -> list[str]:
    found = []
    for motion in meeting.motions.filter(state=MotionState.CARRIED).prefetch_related("nominations", "votes"):
        names = "; ".join(one.title for one in motion.nominations.all()) or _("nobody")
        if motion.kind == MotionKind.OTHER:
            names = motion.words
        elif motion.kind == MotionKind.TIE:
            out = council.conflicted(here, motion.nominations.all())
            votes = [vote for vote in motion.votes.all() if vote.juror_id not in out]
            names = "; ".join(f"{one.title} ({number})" for one, number in _fronts(motion, votes))
            names = _("in this order, with how many members put each in front: %(dossiers)s") % {"dossiers": names}
        found.append(f"{wording.heading(motion)}: {names}")
    return found or [_("No motion was carried.")]
