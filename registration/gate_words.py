"""What a gate says in words of the active language, to people and to the script on the phone."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.kernel import formats
from registration.enums import Direction, ScanResult
from registration.gate_answers import MILLISECOND, SENTENCES, TITLES


def title(result: ScanResult, direction: Direction) -> str:
    """Return the large words of an answer."""
    if result == ScanResult.ADMITTED and direction == Direction.EXIT:
        return _("Goodbye")
    return str(TITLES[result])


def sentence(result: ScanResult, direction: Direction) -> str:
    """Return what the answer means and what to do now."""
    if result == ScanResult.ADMITTED and direction == Direction.EXIT:
        return _("The way out is noted.")
    return str(SENTENCES[result])


def shown(outcome: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of ``gate_answers.outcome`` in words, for a page."""
    result, direction = ScanResult(outcome["result"]), Direction(outcome["direction"])
    before = outcome["earlier"]
    return {
        "good": result == ScanResult.ADMITTED,
        "title": title(result, direction),
        "sentence": sentence(result, direction),
        "who": " · ".join(filter(None, (outcome.get("name"), outcome.get("kind")))),
        "earlier": ""
        if before is None
        else _("Came in at %(time)s: %(gate)s, %(device)s.")
        % {
            "time": formats.clock_time(datetime.fromtimestamp(before["at"] / MILLISECOND, tz=UTC)),
            "gate": before["gate"],
            "device": before["device"],
        },
    }


def for_script() -> dict[str, Any]:
    """Return every sentence that the script shows; names in braces are filled in there."""
    return {
        "results": {
            result.value: {"title": str(TITLES[result]), "sentence": str(SENTENCES[result])} for result in ScanResult
        },
        "session": _("Session: {name}"),
        "left": _("Goodbye"),
        "left_sentence": _("The way out is noted."),
        "unlisted": _("The ticket is signed by the portal but not on this phone’s list: it was issued later."),
        "earlier": _("Came in at {time}: {gate}, {device}."),
        "decided_offline": _("Decided without network."),
        "online": _("With network."),
        "offline": _("Without network: the phone decides by itself."),
        "waiting": _("Waiting to be sent: {number}."),
        "nothing_waits": _("Everything is sent."),
        "synced": _("List of {time}."),
        "undo": _("Undo"),
        "undone": _("taken back"),
        "inside": _("inside"),
        "use_code": _("Check the ticket of {name}, {code}"),
        "found_none": _("Nobody was found. Try part of the name."),
        "needs_network": _("There is no network at the moment. Try again later."),
        "failed": _("That did not work. Reload the page and try again."),
        "over": _("The event is over: the list has been deleted from this phone."),
        "disconnected": _("This phone is disconnected, and its list deleted."),
        "waiting_would_be_lost": _(
            "Waiting to be sent: {number}. They would be lost. Go where there is network first, or press once more."
        ),
        "walk_in_queued": _(
            "There is no network: the registration is kept and sent later. A place is not promised; the organiser decides."
        ),
        "walk_in_state": _("There is no free place. State of the registration: {state}."),
        "walk_in_failed": _("{name} was registered without network, but has no place: {why}."),
        "consent_needed": _("Without this the organiser cannot keep a place for the person."),
        "name_needed": _("Enter the person's full name."),
        "address_needed": _("Enter an e-mail address such as ten@example.org."),
        "party_limits": _("A party may have 1 to %(maximum)s people.") % {"maximum": "{maximum}"},
        "too_many_names": _("There are more names than people. Raise the number of people, or take a name out."),
        "names_needed": _("Tell the name of each person who comes along."),
        "answer_needed": _("Answer “{label}”."),
        "no_answer": _("No answer"),
        "optional": _("(optional)"),
        "camera_on": _("Use the camera"),
        "camera_off": _("Stop the camera"),
        "camera_refused": _("The camera cannot be used. Allow it in the browser’s settings, or type the code."),
        "no_worker": _("This browser cannot keep the page for times without network. Do not close it."),
        "old_browser": _(
            "This browser is too old to work without network. Switch scripts off to type codes with network."
        ),
    }
