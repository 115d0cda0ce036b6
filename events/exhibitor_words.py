"""The words of the mails about an exhibitor's application, booth, turn and draw, and what happens next on its page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from events.enums import ApplicationState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BOOTH: Final = _("Booth")


@dataclass(frozen=True, slots=True)
class Step:
    """What a mail says; ``until`` is the term of the instant that goes with it."""

    headline: "_StrPromise"
    sentence: "_StrPromise"
    until: "_StrPromise | None" = None


STEPS: Final = {
    ApplicationState.CHANGES_ASKED: Step(
        _("Please complete your application for %(fair)s"),
        _(
            "The organisers of %(fair)s ask you to change or complete something in your application and to send it again."
        ),
    ),
    ApplicationState.BOOTH_OFFERED: Step(
        _("A booth is held for you at %(fair)s"),
        _(
            "This booth at %(fair)s is held for you. Confirm it in time on the page of your application; otherwise it becomes free."
        ),
        _("Confirm before"),
    ),
    ApplicationState.OFFER_DECLINED: Step(
        _("You turned down the booth at %(fair)s"),
        _("You turned down the booth that was held for you at %(fair)s. The organisers may offer you another one."),
    ),
    ApplicationState.OFFER_EXPIRED: Step(
        _("The booth at %(fair)s is no longer held for you"),
        _(
            "The time to confirm your booth at %(fair)s is over, and it is free for others. If you still want to take part, write to the organisers."
        ),
    ),
    ApplicationState.CONFIRMED: Step(
        _("Your booth at %(fair)s is confirmed"),
        _(
            "You have confirmed your booth at %(fair)s. On the page of your application you name your staff and find the fee, if there is one."
        ),
    ),
}
CLOSED: Final = _("This fair does not take applications any more; what you wrote stands below and cannot be sent.")
RELEASED: Final = Step(
    _("Your booth at %(fair)s was taken back"),
    _(
        "The organisers of %(fair)s had to take your booth back. Your application stays accepted, and they may offer you another booth."
    ),
)
TURN: Final = Step(
    _("When you choose your booth at %(fair)s"),
    _(
        "The order in which exhibitors of %(fair)s choose their booths is announced. From the time below you may choose any booth that is free."
    ),
    _("Choose from"),
)
DRAW: Final = Step(
    _("Booths at %(fair)s will be drawn by lot"),
    _(
        "You take part in the draw of booths at %(fair)s. Rules, entrants and booths are published; anybody can recompute the draw."
    ),
    _("Time of the draw"),
)
PASS: Final = Step(
    _("Your staff pass for %(fair)s"),
    _(
        "%(organisation)s named you as one of those who work at its booth at %(fair)s. Show the number of your pass at the "
        "entrance. If you do not want this, write to the organisation."
    ),
)
PASS_REVOKED: Final = Step(
    _("Your staff pass for %(fair)s was revoked"),
    _(
        "The staff pass by which you worked for %(organisation)s at %(fair)s is revoked. The entrance no longer takes it. If "
        "you think that this is a mistake, write to the organisation."
    ),
)
PASSES_REVOKED: Final = Step(
    _("Staff passes of your booth at %(fair)s were revoked"),
    _(
        "These staff passes of %(organisation)s at %(fair)s are revoked; the people concerned are told by e-mail as well."
    ),
)
NOBODY: Final = Step(
    _("Nobody of %(organisation)s can be told about %(fair)s"),
    _(
        "The account of the contact of %(organisation)s is gone, and nobody of the organisation may act for its application "
        "for %(fair)s. The mail below reached nobody; please find another way to reach the organisation."
    ),
)
NOT_TOLD: Final = _("Not sent")
DRAFT_REMINDER: Final = Step(
    _("Your application for %(fair)s is not sent yet"),
    _(
        "Your organisation began an application for %(fair)s and has not sent it. The organisers see it only once it is sent; "
        "after the moment below it can be sent no more."
    ),
    _("Send before"),
)
OFFER_REMINDER: Final = Step(
    _("Your booth at %(fair)s waits for your confirmation"),
    _(
        "A booth at %(fair)s is held for your organisation, and nobody has confirmed it yet. After the moment below it is free "
        "for others."
    ),
    _("Confirm before"),
)
NO_BOOTHS: Final = _("This fair is postponed, cancelled or held online; its booths are not given away.")
NEXT: Final = {
    ApplicationState.DRAFT: _("This is a draft. The organisers see it once you send it."),
    ApplicationState.SUBMITTED: _(
        "Your application has arrived. The organisers read it and answer by e-mail; until then you can withdraw it here."
    ),
    ApplicationState.CHANGES_ASKED: _(
        "The organisers ask you to change something. Open the form, complete it and send it again."
    ),
    ApplicationState.UNDER_REVIEW: _("The organisers are reading your application and answer by e-mail."),
    ApplicationState.ACCEPTED: _(
        "Your organisation is accepted. The next step is your booth; we write to you when there is news."
    ),
    ApplicationState.BOOTH_OFFERED: _(
        "A booth is held for you. Confirm it, or turn it down so that others can have it."
    ),
    ApplicationState.OFFER_DECLINED: _("You turned the booth down. The organisers may offer you another one."),
    ApplicationState.OFFER_EXPIRED: _(
        "The booth was not confirmed in time and is free again. Write to the organisers if you still want one."
    ),
    ApplicationState.CONFIRMED: _("Your booth is confirmed. Name the people who will work there."),
}
