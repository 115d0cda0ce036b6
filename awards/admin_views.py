"""Admin views of the awards room."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from awards import enums, forms, permissions
from awards.domain import publication
from awards.models import Nomination
from portal.kernel import clock, errors
from portal.pages import admin_headers


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a nomination; finalists, winners and revoked prizes get their public page."""
    nomination = get_object_or_404(Nomination.objects.exclude(state__in=enums.UNSENT_STATES), pk=pk)
    if not permissions.can_manage_edition(request.user, nomination.award_key):
        raise Http404
    if nomination.state == enums.NominationState.WINNER:
        return HttpResponseRedirect(reverse("awards-revoke-award", args=[nomination.award_key, nomination.pk]))
    form = forms.MoveNominationForm(request.POST or None, nomination=nomination)
    if request.method == "POST" and form.is_valid():
        to = enums.NominationState(form.cleaned_data["to"])
        honour = enums.Honour(form.cleaned_data["honour"]) if form.cleaned_data["honour"] else None
        try:
            moved = publication.decide_nomination(
                nomination=nomination,
                to=to,
                by=request.user,
                now=clock.now(),
                reason=form.cleaned_data["reason"],
                honour=honour,
                citation=form.cleaned_data["citation"],
                citation_en=form.cleaned_data["citation_en"],
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The nomination is now: %(state)s.") % {"state": moved.get_state_display()})
            return HttpResponseRedirect(reverse("wagtailsnippets_awards_nomination:list"))
    nominations = reverse("wagtailsnippets_awards_nomination:list")
    head = admin_headers.header(_("Change state"), (_("Nominations"), nominations), icon="rotate")
    return render(request, "awards/admin/move.html", {"form": form, "nomination": nomination, **head})
