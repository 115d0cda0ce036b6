"""What the page of an application says about booth, turn, fee and passes."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events import exhibitor_words, vietqr
from events import fair_queries as fairs
from events.booth_enums import AllocationMode
from events.enums import EDITABLE_APPLICATIONS, WITHOUT_BOOTH, ApplicationState
from events.models import Booth, ChoiceTurn, FairApplication, FairSetup
from portal.kernel import formats

STAGES = (
    (pgettext_lazy("for a stand", "Application"), frozenset({ApplicationState.DRAFT, ApplicationState.CHANGES_ASKED})),
    (
        gettext_lazy("Decision"),
        frozenset({ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW, ApplicationState.DECLINED}),
    ),
    (
        gettext_lazy("Booth"),
        frozenset(
            {
                ApplicationState.ACCEPTED,
                ApplicationState.BOOTH_OFFERED,
                ApplicationState.OFFER_DECLINED,
                ApplicationState.OFFER_EXPIRED,
            }
        ),
    ),
    (gettext_lazy("Confirmed"), frozenset({ApplicationState.CONFIRMED})),
)


def measures(booth: Booth) -> str:
    """Return width and depth in metres and the area: "3 × 3 m, 9 m²"."""
    width, depth = (formats.number(side / 10, 0 if side % 10 == 0 else 1) for side in (booth.width, booth.depth))
    area = formats.number(booth.area / 100, 0 if booth.area % 100 == 0 else 1)
    return f"{width} × {depth} m, {area} m²"


def sum_of(amount: int) -> str:
    """Return an amount of đồng to the last đồng: "6.500.000 đồng", "VND 6,500,000"."""
    return _("VND %(amount)s") % {"amount": formats.number(amount)}


def features(booth: Booth) -> str:
    """Return what a booth has, in words."""
    parts = [measures(booth), str(booth.get_kind_display()), str(booth.get_power_display())]
    parts += [_("water and drain")] if booth.has_water else []
    parts += [_("at a corner")] if booth.is_corner else []
    return "; ".join(parts)


def _payment(application: FairApplication, setup: FairSetup) -> dict[str, Any] | None:
    if not application.fee_due:
        return None
    reference = vietqr.payment_reference(application.reference)
    rows = [
        {"term": _("Fee"), "value": sum_of(application.fee_due)},
        {"term": _("Write in the transfer"), "value": reference},
    ]
    code = ""
    if setup.bank_bin and setup.bank_account:
        rows += [{"term": _("Account number"), "value": setup.bank_account}]
        rows += [{"term": _("Holder of the account"), "value": setup.bank_holder}] if setup.bank_holder else []
        code = vietqr.picture(
            vietqr.payload(
                bank_bin=setup.bank_bin, account=setup.bank_account, amount=application.fee_due, purpose=reference
            )
        )
    state = (
        _("Paid on %(day)s") % {"day": formats.short_date(application.paid_on)}
        if application.paid_on
        else _("Not noted as paid yet")
    )
    rows.append({"term": _("Payment"), "value": state})
    return {"rows": rows, "code": code if application.paid_on is None else ""}


def context(
    application: FairApplication, now: datetime, *, may_act: bool, may_edit: bool = True, has_booths: bool = True
) -> dict[str, Any]:
    """Return what the template shows.

    ``may_act`` says whether the reader may act for the organisation, ``may_edit`` whether the fair takes this application, ``has_booths`` whether the fair gives any at present.
    """
    state = ApplicationState(application.state)
    setup = fairs.setup_of(application.fair_key)
    booth = fairs.booth_of(application)
    turn = ChoiceTurn.objects.filter(application=application).first()
    may_choose = may_act and has_booths and setup.mode == AllocationMode.CHOICE and fairs.may_choose(application, now)
    stage = next((number for number, (_words, states) in enumerate(STAGES, start=1) if state in states), 0)
    is_offer = fairs.offer_stands(application, booth, now)
    lapsed = state == ApplicationState.BOOTH_OFFERED and not is_offer
    shown = ApplicationState.OFFER_EXPIRED if lapsed else state
    return {
        "stage": stage,
        "stages": [str(words) for words, _states in STAGES],
        "shown_state": shown.label,
        "next_words": exhibitor_words.NO_BOOTHS
        if not has_booths and shown in WITHOUT_BOOTH
        else (
            exhibitor_words.NEXT.get(shown, "")
            if may_edit or state not in EDITABLE_APPLICATIONS
            else exhibitor_words.CLOSED
        ),
        "next_kind": "success" if shown in {ApplicationState.CONFIRMED, ApplicationState.SUBMITTED} else "info",
        "booth": booth if not lapsed else None,
        "booth_features": features(booth) if booth else "",
        "booth_fee": sum_of(booth.fee) if booth and booth.fee else "",
        "is_offer": is_offer,
        "may_confirm": may_act and is_offer,
        "edit_url": reverse("events:apply", args=[application.fair_key])
        if may_act and may_edit and state in EDITABLE_APPLICATIONS
        else "",
        "turn": turn if setup.mode == AllocationMode.CHOICE and booth is None else None,
        "choose_url": reverse("events:choose", args=[application.reference]) if may_choose else "",
        "payment": _payment(application, setup),
        "passes_url": reverse("events:passes", args=[application.reference])
        if state == ApplicationState.CONFIRMED
        else "",
    }
