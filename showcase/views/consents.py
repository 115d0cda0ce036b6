"""The page behind the link with which an organisation agrees to a need that a focal point entered."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, errors
from showcase import focal_points, permissions, presenters
from showcase.domain import consent_scope, need_for_others
from showcase.enums import EnteredBy
from showcase.forms.consents import AnswerForm
from showcase.models import NeedConsent, NeedPage
from showcase.need_enums import CONSENT_TEXTS, ConsentState


def _organisation_of(request: HttpRequest) -> Any:
    membership = exhibitor_queries.current_membership(request.user)
    return membership.organisation if membership is not None and permissions.can_write(membership) else None


def _act(request: HttpRequest, found: NeedConsent, page: NeedPage, form: AnswerForm) -> str:
    """Do what was posted; return the sentence that says so, or raise a DomainError."""
    now = clock.now()
    answer = request.POST.get("answer")
    if answer == "agree":
        with transaction.atomic():
            locked = NeedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
            consent_scope.check_shown(draft=locked.get_latest_revision_as_object(), shown=request.POST.get("shown", ""))
            agree = need_for_others.give_again if found.state == ConsentState.GIVEN else need_for_others.give
            agree(consent=found, now=now)
        return _("Thank you. Your consent is on record.")
    if answer == "refuse" and form.is_valid():
        need_for_others.refuse(consent=found, now=now, note=form.cleaned_data["note"])
        return _("Your refusal is on record. Nothing will be published.")
    if answer == "withdraw":
        need_for_others.withdraw(consent=found, now=now)
        return _("Your consent is withdrawn and the need is taken down.")
    if answer == "take-over" and (organisation := _organisation_of(request)) is not None:
        need_for_others.take_over(page=page, organisation=organisation, by=request.user, now=now, consent=found)
        return _("The need is now your organisation's own. You find it at your desk.")
    raise Http404


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the need to the one who answers for the organisation; agree, refuse, withdraw or take it over when asked to."""
    found = need_for_others.by_secret(secret=secret, now=clock.now())
    page = focal_points.need_page(found.need_key) if found is not None else None
    if found is None or page is None:
        return render(
            request, "showcase/consent_gone.html", {"page_title": _("This link is no longer open")}, status=404
        )
    form = AnswerForm(request.POST or None)
    done, refused = "", ""
    if request.method == "POST":
        try:
            done = _act(request, found, page, form)
        except errors.DomainError as error:
            refused = str(error)
        found.refresh_from_db()
        page.refresh_from_db()
    draft: NeedPage = page.get_latest_revision_as_object()
    organisation = _organisation_of(request)
    for_others = page.entered_by == EnteredBy.FOCAL_POINT
    context = {
        "page_title": _("A need of your organisation"),
        "consent": found,
        "need": draft,
        "shown": consent_scope.digest(draft),
        "facts": [*presenters.need_facts(draft), *presenters.need_conditions(draft)],
        "measures": list(draft.measures.all()),
        "text": CONSENT_TEXTS[found.text_version],
        "form": form,
        "done": done,
        "refused": refused,
        "can_answer": for_others and found.state == ConsentState.WAITING,
        "not_agreed_to": consent_scope.changes(found, draft)
        if for_others and found.state == ConsentState.GIVEN
        else [],
        "can_withdraw": for_others and found.state == ConsentState.GIVEN,
        "can_take_over": for_others
        and organisation is not None
        and page.organisation_id in {None, organisation.pk}
        and found.state in {ConsentState.WAITING, ConsentState.GIVEN},
        "organisation": organisation,
    }
    return render(request, "showcase/consent.html", context)
