"""Enquiries: the public form with its confirmation by mail, and the organisation's answers and refusals."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors, languages, limits, pagination
from portal.pages import shell
from portal.ui import views as ui_views
from showcase import permissions, queries
from showcase.domain import conversation, sides
from showcase.domain import enquiry as enquiries
from showcase.domain.sides import Actor
from showcase.enquiry_enums import DeclineReason, Side
from showcase.enums import ENQUIRY_MOVES, EnquiryState, EnquirySubject
from showcase.forms.conversations import DeclineForm, LinkAgainForm
from showcase.forms.enquiries import AnswerForm, EnquiryForm
from showcase.forms.fields import add_domain_error
from showcase.models import Enquiry, SenderBlock
from showcase.views import conversations
from showcase.views.doors import Door, DoorKind
from showcase.views.guards import add_desk_breadcrumbs, enquiry_or_404

PAGE_SIZE = 30
ACCEPT_SALT: Final = "showcase.sender-accept"


def _initial(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        return {}
    organisation = exhibitor_queries.current_organisation(user)
    return {
        "name": user.full_name,
        "email": user.email,
        "company": organisation.display_name if organisation else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: uuid.UUID, subject: EnquirySubject) -> HttpResponse:
    """Ask about a technology, or offer a solution for a need."""
    page = queries.subject_page(subject, key, languages.current())
    if page is None or page.organisation_id is None:
        raise Http404
    form = EnquiryForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return render(request, "showcase/enquiry_sent.html", {"page_title": _("One step is left: your mail")})
        # No link is mailed to one's own account, so nobody else can have used its mailbox up.
        is_own = request.user.is_authenticated and request.user.email == form.cleaned_data["email"].lower()
        if not limits.form_may_be_sent(request, "" if is_own else form.cleaned_data["email"]):
            return ui_views.too_many_requests(request)
        try:
            sent = enquiries.ask(
                page=page,
                details=form.details(),
                sender=request.user if request.user.is_authenticated else None,
                language=languages.current(),
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("showcase:asked", sent.submission_key)
    shell.add_breadcrumbs(request, (page.title, page.url or ""))
    is_need = subject is EnquirySubject.NEED
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Offer a solution") if is_need else _("Express interest in this technology"),
        "subject": page,
        "cancel_url": page.url,
    }
    return render(request, "showcase/enquiry_form.html", context)


@never_cache
@require_safe
def asked(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm an enquiry to the one who knows its random key."""
    enquiry = Enquiry.objects.filter(submission_key=key).first()
    if enquiry is None:
        raise Http404
    is_waiting = enquiry.state == EnquiryState.UNCONFIRMED
    title = _("One step is left: your mail") if is_waiting else _("Your enquiry is sent")
    context = {"page_title": title, "enquiry": enquiry, "is_delivered": not is_waiting}
    return render(request, "showcase/enquiry_sent.html", context)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Prove the sender's address: the link shows a button, the button sends the enquiry on."""
    now = clock.now()
    enquiry = sides.enquiry_of(purpose=sides.CONFIRM_PURPOSE, secret=secret, now=now)
    if enquiry is None:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            sent = enquiries.confirm(enquiry=enquiry, now=now)
        except errors.DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("showcase:asked", sent.submission_key)
    context = {"page_title": _("Confirm your enquiry"), "enquiry": enquiry, "error": error}
    return render(request, "showcase/enquiry_confirm.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_again(request: HttpRequest) -> HttpResponse:
    """Send a lost link again, to the enquiry's own address only; the answer is the same for every number and address."""
    form = LinkAgainForm(request.POST or None)
    is_sent = False
    if request.method == "POST" and form.is_valid():
        if not limits.form_may_be_sent(request, form.cleaned_data["email"]):
            return ui_views.too_many_requests(request)
        enquiries.send_link_again(
            reference=form.cleaned_data["reference"], email=form.cleaned_data["email"], now=clock.now()
        )
        is_sent = True
    context = {
        "page_title": _("Send me the link again"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "is_sent": is_sent,
        "submit_text": _("Send the link"),
    }
    return render(request, "showcase/enquiry_link_again.html", context)


@desk_view
@require_safe
def own_enquiries(request: HttpRequest) -> HttpResponse:
    """List what the account itself asked."""
    page = pagination.paginate(queries.enquiries_of(request.user), number=request.GET.get("page"), size=PAGE_SIZE)
    context = {"page_title": _("Your enquiries"), "page": page, "query": request.GET}
    return render(request, "showcase/own_enquiries.html", context)


@desk_view
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """List what was asked of the organisation the person works for."""
    membership = exhibitor_queries.current_membership(request.user)
    if membership is None or not permissions.can_read(membership):
        raise Http404
    page = pagination.paginate(
        queries.enquiries_to(membership.organisation), number=request.GET.get("page"), size=PAGE_SIZE
    )
    add_desk_breadcrumbs(request)
    context = {
        "page_title": _("Enquiries"),
        "page": page,
        "query": request.GET,
        "declines": queries.decline_counts(organisation=membership.organisation),
        "refused": [
            (block, _accept_ticket(block)) for block in SenderBlock.objects.filter(organisation=membership.organisation)
        ],
        "can_write": permissions.can_write(membership),
    }
    return render(request, "showcase/desk/enquiries.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Read an enquiry and answer it; once it is answered, the conversation."""
    enquiry, can_answer = enquiry_or_404(request, reference)
    if request.method == "POST" and not can_answer:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiries.answer(enquiry=enquiry, by=request.user, text=form.cleaned_data["answer"], now=clock.now())
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("showcase:enquiries")
    door = Door(DoorKind.DESK, reference, enquiry, Actor(Side.OWNER, request.user), can_answer)
    add_desk_breadcrumbs(request, (_("Enquiries"), reverse("showcase:enquiries")))
    is_new = enquiry.state == EnquiryState.NEW
    context = {
        **conversations.context(door),
        "page_title": enquiry.title,
        "form": form,
        "form_has_errors": bool(form.errors),
        "can_answer": can_answer and is_new,
        "can_close": can_answer and enquiry.state == EnquiryState.ANSWERED,
        "can_refuse": can_answer,
    }
    return render(request, "showcase/desk/enquiry.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline an enquiry for one of nine reasons."""
    enquiry, can_answer = enquiry_or_404(request, reference)
    if not can_answer:
        raise Http404
    if not ENQUIRY_MOVES.allows(EnquiryState(enquiry.state), EnquiryState.DECLINED):
        return redirect("showcase:enquiry", reference)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiries.decline(
                enquiry=enquiry,
                by=request.user,
                reason=DeclineReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The enquiry is declined; its sender reads your reason."))
            return redirect("showcase:enquiries")
    own = reverse("showcase:enquiry", args=[reference])
    add_desk_breadcrumbs(request, (_("Enquiries"), reverse("showcase:enquiries")), (enquiry.title, own))
    context = {
        "page_title": _("Decline the enquiry"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "submit_text": _("Decline the enquiry"),
        "cancel_url": own,
    }
    return render(request, "showcase/conversation_step.html", context)


def _accept_ticket(block: SenderBlock) -> str:
    """Return what the button of a refused sender carries: the refusal is gone once it is lifted, whose it was is told here."""
    return signing.dumps([block.pk, block.organisation_id], salt=ACCEPT_SALT)


def _was_offered(request: HttpRequest, pk: int) -> bool:
    """Return whether the button for a refusal that is gone was shown to somebody who may write for its organisation."""
    try:
        block_pk, organisation_pk = signing.loads(request.POST.get("ticket", ""), salt=ACCEPT_SALT)
    except signing.BadSignature:
        return False
    organisation = Organisation.objects.filter(pk=organisation_pk).first() if block_pk == pk else None
    if organisation is None:
        return False
    return permissions.can_write(exhibitor_queries.membership_in(request.user, organisation))


@desk_view
@require_POST
def sender_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take enquiries from a refused sender again; pressing the button twice is answered alike."""
    block = SenderBlock.objects.filter(pk=pk).select_related("organisation").first()
    if block is not None:
        if not permissions.can_write(exhibitor_queries.membership_in(request.user, block.organisation)):
            raise Http404
        conversation.accept_sender_again(block=block, by=request.user)
    elif not _was_offered(request, pk):
        raise Http404
    messages.success(request, _("Your organisation takes enquiries from this sender again."))
    return redirect("showcase:enquiries")


@desk_view
@require_POST
def enquiry_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an enquiry."""
    enquiry, can_answer = enquiry_or_404(request, reference)
    if not can_answer:
        raise Http404
    try:
        enquiries.close(enquiry=enquiry, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The enquiry is closed."))
    return redirect("showcase:enquiries")
