"""Buttons, menu entries and fields that the help names, by the very strings of the interface.

They are not marked for translation here: each stands in the catalogues as long as the interface itself says it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as as_shown

from news.domain import review_links
from news.models.comments import MOST_PINNED
from portal.media import recordings

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OURS: "Final[Mapping[str, _StrPromise]]" = {
    "my_work": as_shown("My work"),
    "waiting": as_shown("Waiting for me"),
    "returned": as_shown("Returned to me"),
    "mine": as_shown("My stories"),
    "late": as_shown("Late"),
    "running": as_shown("All in approval"),
    "topics": as_shown("Topics"),
    "propose": as_shown("Propose a topic"),
    "send_topic": as_shown("Propose the topic"),
    "accept_topic": as_shown("Accept the topic"),
    "refuse_topic": as_shown("Refuse with a reason"),
    "withdraw_topic": as_shown("Take the topic back"),
    "make_draft": as_shown("Make the draft"),
    "write": as_shown("Write a story"),
    "way": as_shown("way to publication"),
    "audience_leads": as_shown("Leads for audiences"),
    "hand_in": as_shown("Hand in for approval"),
    "hand_in_again": as_shown("Hand it in again"),
    "where": as_shown("Where it stands"),
    "read": as_shown("Read the story"),
    "open_form": as_shown("Open the form"),
    "approve": as_shown("Approve"),
    "return": as_shown("Return with a reason"),
    "comment": as_shown("Reason or comment"),
    "stop": as_shown("Stop the approval"),
    "who": as_shown("Who is on it"),
    "everybody": as_shown("Everybody of this step"),
    "due": as_shown("Due"),
    "priority": as_shown("Priority"),
    "keep": as_shown("Keep"),
    "mails": as_shown("Mails about my work"),
    "checks": as_shown("Checks of the text"),
    "check_typed": as_shown("Check what I have typed"),
    "mend": as_shown("Save and mend letters and spaces"),
    "planned": as_shown("Planned publishing"),
    "try_again": as_shown("Try again now"),
    "embargo": as_shown("embargo until"),
    "embargo_note": as_shown("note on the embargo"),
    "film_and_sound": as_shown("Film and sound"),
    "file": as_shown("film or sound file"),
    "address": as_shown("address of the film"),
    "still": as_shown("still of the film"),
    "captions": as_shown("captions file"),
    "transcript": as_shown("transcript"),
    "live": as_shown("Live broadcast"),
    "live_from": as_shown("live from"),
    "live_until": as_shown("live until"),
    "end": as_shown("End the broadcast now"),
    "script": as_shown("script for loudspeakers"),
    "programmes": as_shown("Programmes"),
    "air_times": as_shown("Air times"),
    "corrections": as_shown("Corrections"),
    "typing": as_shown("A typing error without effect"),
    "publish_note": as_shown("Publish the note"),
    "takedown": as_shown("Take down in every language"),
    "take_down_now": as_shown("Take the story down now"),
    "reason_later": as_shown("Take it down now and give the reason later"),
    "put_back": as_shown("Publish again what was live before"),
    "replies": as_shown("Corrections and replies"),
    "ask_reply": as_shown("Ask for a correction or a reply"),
    "decide_reply": as_shown("Keep the decision and tell the requester"),
    "reviewer": as_shown("Show to a reviewer"),
    "make_link": as_shown("Make the link"),
    "revoke": as_shown("Revoke"),
    "settle": as_shown("Settle"),
    "languages": as_shown("Pages by language"),
    "terms": as_shown("Official terms"),
    "go_to_approval": as_shown("Go to the approval"),
    "opinions": as_shown("Readers' comments"),
    "show_opinion": as_shown("Show the comment"),
    "refuse_opinion": as_shown("Refuse the comment"),
    "take_off": as_shown("Take it off the page"),
    "take_back": as_shown("Take the decision back"),
    "answer": as_shown("Publish the answer"),
    "leave_out": as_shown("Leave out"),
    "put_first": as_shown("Put it first"),
    "comments_open": as_shown("readers may comment"),
    "comments_until": as_shown("comments until"),
    "newsrooms": as_shown("Newsrooms"),
    "ask_in": as_shown("Ask somebody in"),
    "take_out": as_shown("Take out of the group"),
}
WAGTAILS: "Final[Mapping[str, _StrPromise]]" = {
    "actions": as_shown("Actions"),
    "save": as_shown("Save draft"),
    "preview": as_shown("Preview"),
    "status": as_shown("Status"),
    "set_schedule": as_shown("Set schedule"),
    "save_schedule": as_shown("Save schedule"),
    "history": as_shown("History"),
    "reports": as_shown("Reports"),
    "publish": as_shown("Publish"),
    "translate": as_shown("Translate this page"),
}
_size = lazy(filesizeformat, str)
FIGURES: "Final[Mapping[str, str | _StrPromise]]" = {
    "film_limit": _size(recordings.LARGEST_FILM),
    "sound_limit": _size(recordings.LARGEST_SOUND),
    "link_days": str(review_links.MOST_DAYS),
    "most_pinned": str(MOST_PINNED),
}
ALL: "Final[Mapping[str, _StrPromise]]" = {**OURS, **WAGTAILS}
