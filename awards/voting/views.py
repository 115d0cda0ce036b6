"""Voting for a finalist, and one's own votes. GET changes nothing; whoever has to sign in comes back to the same page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.dossiers import emails
from awards.dossiers.views.guards import own_view
from awards.models import PublicVote
from awards.voting import forms, queries, voters
from awards.voting.domain import casting
from portal.kernel import clock, errors, languages, limits
from portal.pages import shell
from portal.ui import forms as ui_forms


def _may_go_on(request: HttpRequest) -> bool:
    return limits.vote_may_be_cast(request, str(request.user.pk))


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what one is about to vote for, and vote by POST."""
    nomination = queries.votable(public_id)
    chance = queries.chance(nomination, now=clock.now()) if nomination is not None else None
    if nomination is None or chance is None:
        raise Http404
    form = forms.VoteForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _may_go_on(request):
            form.add_error(None, _("Too many attempts. Try again in ten minutes."))
            status = 429
        else:
            try:
                casting.cast_vote(nomination=nomination, by=request.user, address=limits.connection_of(request))
            except errors.DomainError as error:
                ui_forms.add_domain_error(form, error)
            else:
                messages.success(
                    request,
                    _("Your vote for “%(title)s” is noted.") % {"title": queries.title_of(nomination)},
                )
                return redirect("awards:votes")
    shell.add_breadcrumbs(request, (_("My votes"), reverse("awards:votes")))
    present = queries.own_vote(request.user, nomination)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": pgettext("of the public", "Vote"),
        "submit_text": _("Vote for this entry"),
        "nomination": nomination,
        "title": queries.title_of(nomination),
        "category": queries.category_title(nomination),
        "edition": emails.edition_title(nomination.award_key, languages.current()),
        "chance": chance,
        "refusal": voters.refusal(user=request.user, award_key=nomination.award_key),
        "is_confirmed": voters.is_confirmed(request.user),
        "present": present,
        "present_title": queries.title_of(present.nomination) if present is not None else "",
        "is_same": present is not None and present.nomination_id == nomination.pk,
        "cancel_url": reverse("awards:votes"),
    }
    return render(request, "awards/voting/vote.html", context, status=status)


@own_view
@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """List an account's votes."""
    rows = queries.own_votes(request.user, now=clock.now())
    return render(request, "awards/voting/votes.html", {"page_title": _("My votes"), "rows": rows})


@own_view
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of one's own votes back; another's is not there."""
    found = get_object_or_404(PublicVote, pk=pk, user=request.user)
    if not _may_go_on(request):
        messages.error(request, _("Too many attempts. Try again in ten minutes."))
        return redirect("awards:votes")
    try:
        casting.take_back(award_key=found.award_key, category_code=found.category_code, by=request.user)
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your vote is taken back. You can vote again until the end."))
    return redirect("awards:votes")
