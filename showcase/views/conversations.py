"""The steps of a conversation about an enquiry, the same behind every door: read, write, share, report, withdraw."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel import clock, errors
from portal.pages import shell
from showcase import presenters, queries
from showcase.domain import conversation
from showcase.domain import enquiry as enquiries
from showcase.enquiry_enums import AbuseReason, EnquiryStep, Side
from showcase.enums import ENQUIRY_MOVES, Disclosure, EnquiryState
from showcase.forms.conversations import MessageForm, ReportForm, ShareForm
from showcase.forms.fields import add_domain_error
from showcase.views.doors import Door, DoorKind
from showcase.views.guards import add_desk_breadcrumbs

PUBLIC_STEPS = frozenset(EnquiryStep) - {EnquiryStep.REPORTED, EnquiryStep.REPORT_HANDLED, EnquiryStep.BLOCKED}
"""What both sides see of the log: neither learns that the other went to the officer or wants to hear no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One contribution to the conversation as it is shown."""

    who: str
    is_own: bool
    text: str
    when: datetime


def context(door: Door, form: forms.Form | None = None) -> dict[str, Any]:
    """Return everything that the page of a conversation shows; the same number of queries however long it is."""
    enquiry, side = door.enquiry, door.actor.side
    terms = queries.subject_terms(enquiry)
    shares = list(enquiry.shares.all())
    own = next((share for share in shares if share.side == side), None)
    theirs = next((share for share in shares if share.side == side.other), None)
    names = {Side.OWNER: presenters.organisation_words(enquiry, terms, shares), Side.SENDER: enquiry.name}
    entries = [
        Entry(names[Side(message.side)], message.side == side, message.text, message.sent_at)
        for message in enquiry.messages.all()
    ]
    if enquiry.answered_at is not None:
        entries.insert(0, Entry(names[Side.OWNER], side is Side.OWNER, enquiry.answer, enquiry.answered_at))
    state = EnquiryState(enquiry.state)
    is_open = state is EnquiryState.ANSWERED and door.can_act
    steps = [row for row in enquiry.log.all() if row.step in PUBLIC_STEPS]
    return {
        "enquiry": enquiry,
        "door": door,
        "is_owner": side is Side.OWNER,
        "organisation_name": names[Side.OWNER],
        "subject_url": terms.url,
        "entries": entries,
        "message_form": form or (MessageForm() if is_open else None),
        "form_has_errors": bool(form and form.errors),
        "own_share": own,
        "their_share": theirs,
        "contact_of_other": theirs if theirs is not None and theirs.disclosed_at else None,
        "contact_never": terms.disclosure is Disclosure.NEVER,
        "can_share": is_open and terms.disclosure is not Disclosure.NEVER,
        "can_withdraw": side is Side.SENDER and ENQUIRY_MOVES.allows(state, EnquiryState.WITHDRAWN),
        "can_report_outcome": door.can_act and enquiry.answered_at is not None,
        "deals": list(enquiry.deals.order_by("-reported_at")),
        "steps": [
            {"title": row.get_step_display(), "when": row.at, "by": Side(row.side).label if row.side else ""}
            for row in steps
        ],
        "urls": {
            name.replace("-", "_"): door.url(name)
            for name in ("conversation", "message", "share", "take-back", "report", "outcome", "withdraw")
            if name != "withdraw" or door.kind is not DoorKind.DESK
        },
    }


def add_trail(request: HttpRequest, door: Door) -> None:
    """Lead back from a step to its conversation, and to the list in which it stands."""
    if door.kind is DoorKind.DESK:
        add_desk_breadcrumbs(request, (_("Enquiries"), reverse("showcase:enquiries")), (door.enquiry.title, door.url()))
    elif door.kind is DoorKind.OWN:
        own = reverse("showcase:own-enquiries")
        shell.add_breadcrumbs(request, (_("Your enquiries"), own), (door.enquiry.title, door.url()))
    else:
        shell.add_breadcrumbs(request, (door.enquiry.title, door.url()))


def show(request: HttpRequest, door: Door, form: forms.Form | None = None) -> HttpResponse:
    """Show the conversation to the sender."""
    if door.kind is DoorKind.OWN:
        shell.add_breadcrumbs(request, (_("Your enquiries"), reverse("showcase:own-enquiries")))
    page = {"page_title": door.enquiry.title, **context(door, form)}
    return render(request, "showcase/conversation.html", page)


def message(request: HttpRequest, door: Door) -> HttpResponse:
    """Write to the other side."""
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            conversation.send_message(
                enquiry=door.enquiry,
                actor=door.actor,
                text=form.cleaned_data["text"],
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.IllegalMoveError as error:
            messages.error(request, str(error))
            return redirect(door.url())
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Your message is sent."))
            return redirect(door.url())
    if door.kind is DoorKind.DESK:
        add_trail(request, door)
        page = {"page_title": door.enquiry.title, **context(door, form)}
        return render(request, "showcase/desk/enquiry.html", page)
    return show(request, door, form)


def share(request: HttpRequest, door: Door) -> HttpResponse:
    """Show exactly what would be shared; say that one is ready to share it."""
    contact = conversation.contact_of(enquiry=door.enquiry, actor=door.actor)
    form = ShareForm(request.POST or None, initial={"phone": contact.phone})
    if not conversation.may_share(door.enquiry) or door.enquiry.shares.filter(side=door.actor.side).exists():
        return redirect(door.url())
    if request.method == "POST" and form.is_valid():
        try:
            made = conversation.offer_contact(
                enquiry=door.enquiry, actor=door.actor, phone=form.cleaned_data["phone"], now=clock.now()
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            words = (
                _("Contact details are shared with each other.") if made.disclosed_at else _("You are ready to share.")
            )
            messages.success(request, words)
            return redirect(door.url())
    add_trail(request, door)
    page = {
        "page_title": _("Share my contact details"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "contact_rows": [
            {"term": term, "value": value}
            for term, value in (
                (_("Name"), contact.name),
                (_("Organisation"), contact.organisation_name),
                (_("E-mail"), contact.email),
            )
            if value
        ],
        "submit_text": _("Share my contact details"),
        "cancel_url": door.url(),
    }
    return render(request, "showcase/conversation_share.html", page)


def take_back(request: HttpRequest, door: Door) -> HttpResponse:
    """Take the readiness back."""
    try:
        conversation.take_contact_back(enquiry=door.enquiry, actor=door.actor, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your contact details are not shared."))
    return redirect(door.url())


def report(request: HttpRequest, door: Door) -> HttpResponse:
    """Tell the officer about the other side."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        conversation.report(
            enquiry=door.enquiry,
            actor=door.actor,
            reason=AbuseReason(form.cleaned_data["reason"]),
            text=form.cleaned_data["text"],
            now=clock.now(),
        )
        messages.success(request, _("The officer is told and looks at it. The other side does not learn of it."))
        return redirect(door.url())
    add_trail(request, door)
    page = {
        "page_title": _("Report to the officer"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "intro": _("The officer sees this enquiry and decides. The other side does not learn of your report."),
        "submit_text": _("Report to the officer"),
        "cancel_url": door.url(),
    }
    return render(request, "showcase/conversation_step.html", page)


def withdraw(request: HttpRequest, door: Door) -> HttpResponse:
    """Withdraw the enquiry after asking once; links end with it."""
    state = EnquiryState(door.enquiry.state)
    if not ENQUIRY_MOVES.allows(state, EnquiryState.WITHDRAWN):
        return redirect(door.url())
    if request.method == "POST":
        try:
            ended = enquiries.withdraw(enquiry=door.enquiry, actor=door.actor, now=clock.now())
        except errors.IllegalMoveError as error:
            messages.error(request, str(error))
            return redirect(door.url())
        page = {"page_title": _("Your enquiry is withdrawn"), "enquiry": ended}
        return render(request, "showcase/enquiry_withdrawn.html", page)
    add_trail(request, door)
    page = {
        "page_title": _("Withdraw the enquiry?"),
        "intro": _("The organisation sees that it is withdrawn, and the link in your mails stops working."),
        "submit_text": _("Withdraw the enquiry"),
        "danger": True,
        "cancel_url": door.url(),
    }
    return render(request, "showcase/conversation_step.html", page)


def refuse(request: HttpRequest, door: Door) -> HttpResponse:
    """Take no further enquiries from this sender, after asking once."""
    if door.kind is not DoorKind.DESK:
        raise Http404
    if request.method == "POST":
        conversation.refuse_sender(enquiry=door.enquiry, by=request.user, now=clock.now())
        messages.success(request, _("Your organisation takes no further enquiries from this sender."))
        return redirect(door.url())
    add_trail(request, door)
    page = {
        "page_title": _("Take no further enquiries from this sender?"),
        "intro": _("This enquiry stays as it is. You can take the refusal back in the list of enquiries."),
        "submit_text": _("Take no further enquiries"),
        "danger": True,
        "cancel_url": door.url(),
    }
    return render(request, "showcase/conversation_step.html", page)
