"""What a mail about a change says first, and what the reader has to do; also for rooms that tell others of the same change."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.enums import AnnouncementKind, RegistrationState, SubjectStatus
from registration.subjects import SubjectInfo

OFF: Final = {
    SubjectStatus.POSTPONED: AnnouncementKind.POSTPONED,
    SubjectStatus.CANCELLED: AnnouncementKind.CANCELLED,
}
HEADLINES: Final = {
    AnnouncementKind.POSTPONED: _("Postponed: %(title)s"),
    AnnouncementKind.MOVED_ONLINE: _("Moved online: %(title)s"),
    AnnouncementKind.RESCHEDULED: _("New time: %(title)s"),
    AnnouncementKind.PLACE_CHANGED: _("New place: %(title)s"),
    AnnouncementKind.JOINING_CHANGED: _("New address to take part online: %(title)s"),
    AnnouncementKind.SESSIONS_DROPPED: _("Taken out of the programme: part of %(title)s"),
    AnnouncementKind.CANCELLED: _("Event cancelled: %(title)s"),
}
SENTENCES: Final = {
    AnnouncementKind.POSTPONED: _("%(title)s is postponed. There is no new date yet."),
    AnnouncementKind.MOVED_ONLINE: _("%(title)s now takes place online."),
    AnnouncementKind.RESCHEDULED: _("%(title)s has a new time."),
    AnnouncementKind.PLACE_CHANGED: _("%(title)s takes place somewhere else."),
    AnnouncementKind.JOINING_CHANGED: _("How you join %(title)s online has changed."),
    AnnouncementKind.SESSIONS_DROPPED: _("Part of the programme of %(title)s will not take place."),
    AnnouncementKind.CANCELLED: _("%(title)s is cancelled and will not take place."),
}
TO_DO: Final = {
    AnnouncementKind.POSTPONED: _(
        "Your registration is kept and you need do nothing: you will be told the new date. If you do not wish to wait, cancel "
        "with the link below."
    ),
    AnnouncementKind.JOINING_CHANGED: _(
        "Your registration is kept and you need do nothing: what is told here holds, an address that you were given earlier does not."
    ),
    AnnouncementKind.CANCELLED: _("Your registration has ended with it; you need do nothing."),
}
TO_DO_ONCE_THERE: Final = {
    AnnouncementKind.CANCELLED: _("What was still to come does not take place; you need do nothing."),
}
"""What those read who were let in already: there is nothing of theirs to end or to cancel any more."""
TO_DO_ONCE_THERE_OTHERWISE: Final = _("You need do nothing: your registration stands as it is.")
TO_DO_OTHERWISE: Final = _(
    "Your registration is kept. If this suits you, you need do nothing; if it does not, please cancel with the link below, so "
    "that somebody else can have the place."
)


def to_do(kind: AnnouncementKind, state: RegistrationState | str) -> str | Promise:
    """Return what somebody whose registration is in a state has to do about a change."""
    if kind is not AnnouncementKind.JOINING_CHANGED and state == RegistrationState.ATTENDED:
        return TO_DO_ONCE_THERE.get(kind, TO_DO_ONCE_THERE_OTHERWISE)
    return TO_DO.get(kind, TO_DO_OTHERWISE)


def _off(info: SubjectInfo) -> AnnouncementKind | None:
    return OFF.get(info.status)


def headline(info: SubjectInfo) -> str:
    """Return the title of a subject, led by the word that it is postponed or cancelled, for those who stand at its door."""
    kind = _off(info)
    return info.title if kind is None else str(HEADLINES[kind] % {"title": info.title})


def warning(info: SubjectInfo | None) -> str:
    """Return the sentence that a subject does not take place as announced; empty where it does or nothing is known."""
    kind = _off(info) if info is not None else None
    return "" if info is None or kind is None else str(SENTENCES[kind] % {"title": info.title})
