"""The secretariat's pages of a jury: who is asked and serves, hints and conflicts, and the distribution before it is done."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from awards.domain import reopened
from awards.editions import desks
from awards.jury import facts, forms, overview
from awards.jury.domain import assigning, common, conflicts, jurors
from awards.models import Juror, Nomination
from awards.models.jury import SERVING
from portal.kernel import clock, errors
from portal.kernel.languages import Language


def _jury(award_key: UUID) -> tuple[str, str]:
    return _("Jury"), reverse("awards-jury", args=[award_key])


def _back(name: str, *args: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=args))


@require_http_methods(["GET", "HEAD", "POST"])
def jury(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """List the jury with its loads, and invite several people at once: all of them or, where one cannot be asked, none."""
    desk = desks.desk_or_404(request, award_key, is_frozen=True)
    form = forms.InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _invite(request, award_key, form)
        except errors.DomainError as error:
            form.add_error("people", str(error))
        else:
            count = len(form.cleaned_data["people"])
            words = ngettext("%(number)d invitation is on its way.", "%(number)d invitations are on their way.", count)
            messages.success(request, words % {"number": count})
            return _back("awards-jury", award_key)
    context = {
        "desk": desk,
        "form": form,
        "jury": overview.overview(award_key),
        "can_compose": desk.state in common.COMPOSED,
        "can_give": desk.state in common.GIVING,
        **desks.header(_("Jury"), desk, icon="group"),
    }
    return render(request, "awards/jury/admin/jury.html", context)


@transaction.atomic
def _invite(request: HttpRequest, award_key: UUID, form: forms.InviteForm) -> None:
    for name, email, workplace, position in form.cleaned_data["people"]:
        jurors.invite(
            award_key=award_key,
            email=email,
            full_name=name,
            workplace=workplace,
            position=position,
            is_reserve=form.cleaned_data["is_reserve"],
            language=Language(form.cleaned_data["language"]),
            by=request.user,
            now=clock.now(),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def juror(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Show one of the jury, remind, let chair, release or replace, and note a conflict that the secretariat learnt of."""
    desk = desks.desk_or_404(request, award_key, is_frozen=True)
    found = get_object_or_404(Juror.objects.select_related("user"), award_key=award_key, public_id=public_id)
    reserves = [one for one in facts.accepted(award_key) if one.is_reserve and one.pk != found.pk]
    board = overview.board(award_key)
    told = [one for one in board.conflicts if one.juror_id == found.pk]
    untold = [one for one in facts.handed_in(award_key) if one.pk not in {each.nomination_id for each in told}]
    act = request.POST.get("act", "")
    release = forms.ReleaseForm(request.POST if act == "release" else None, reserves=reserves)
    noted = forms.NotedConflictForm(request.POST if act == "conflict" else None, dossiers=untold)
    if request.method == "POST":
        form = {"release": release, "conflict": noted}.get(act)
        if form is None and act not in {"remind", "chair"}:
            raise Http404
        try:
            if form is None:
                _act(request, found, act)
                return _back("awards-juror", award_key, public_id)
            if form.is_valid():
                if act == "release":
                    _release(request, found, release, reserves)
                else:
                    _note(request, found, noted, untold)
                return _back("awards-juror", award_key, public_id)
        except errors.DomainError as error:
            if form is None:
                messages.error(request, str(error))
                return _back("awards-juror", award_key, public_id)
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {
        "desk": desk,
        "juror": found,
        "form": release,
        "noted": noted,
        "conflicts": told,
        "hints": [row for row in (*board.waiting, *board.settled) if row.juror.pk == found.pk],
        "can_compose": desk.state in common.COMPOSED and found.state in SERVING,
        "can_chair": desk.state in common.UNDECIDED and not found.is_reserve and not found.is_chair,
        "can_note": bool(untold) and (desk.state in common.UNDECIDED or reopened.of(award_key) is not None),
        **desks.header(found.full_name, desk, _jury(award_key), icon="user"),
    }
    return render(request, "awards/jury/admin/juror.html", context)


def _note(request: HttpRequest, found: Juror, form: forms.NotedConflictForm, dossiers: list[Nomination]) -> None:
    dossier = next(one for one in dossiers if str(one.pk) == form.cleaned_data["dossier"])
    reason = form.cleaned_data["reason"]
    made = conflicts.declare(juror=found, nomination=dossier, reason=reason, by=request.user, now=clock.now())
    messages.success(request, _told(made))


def _act(request: HttpRequest, found: Juror, act: str) -> None:
    if act == "remind":
        jurors.remind(juror=found, by=request.user, now=clock.now())
        messages.success(request, _("A mail is on its way to %(name)s.") % {"name": found.full_name})
    else:
        jurors.set_chair(juror=found, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s chairs the council now.") % {"name": found.full_name})


def _release(request: HttpRequest, found: Juror, form: forms.ReleaseForm, reserves: list[Juror]) -> None:
    reason, wanted = form.cleaned_data["reason"], form.cleaned_data["reserve"]
    reserve = next((one for one in reserves if str(one.public_id) == wanted), None)
    if reserve is None:
        jurors.release(juror=found, reason=reason, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s is no longer of the jury.") % {"name": found.full_name})
        return
    jurors.replace_by_reserve(juror=found, reserve=reserve, reason=reason, by=request.user, now=clock.now())
    words = _("%(new)s takes the seat of %(old)s.")
    messages.success(request, words % {"new": reserve.full_name, "old": found.full_name})


@require_http_methods(["GET", "HEAD", "POST"])
def hints(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show hints and conflicts; the secretariat makes a conflict of a hint, or notes why it is none."""
    desk = desks.desk_or_404(request, award_key, is_frozen=True)
    wrong: tuple[int, int, str, str] | None = None
    if request.method == "POST":
        one, dossier = _pair(request, award_key)
        reason = request.POST.get("reason", "")
        try:
            if request.POST.get("act") == "conflict":
                made = conflicts.declare(juror=one, nomination=dossier, reason=reason, by=request.user, now=clock.now())
                messages.success(request, _told(made))
            elif request.POST.get("act") == "dismiss":
                conflicts.dismiss(juror=one, nomination=dossier, note=reason, by=request.user, now=clock.now())
                messages.success(request, _("It is noted why this is no conflict."))
            else:
                raise Http404
            return _back("awards-jury-hints", award_key)
        except errors.DomainError as error:
            wrong = (one.pk, dossier.pk, str(error), reason)
    board = overview.board(award_key)
    context = {
        "desk": desk,
        "board": board,
        "wrong": wrong,
        "can_decide": desk.state in common.UNDECIDED,
        **desks.header(_("Conflicts of interest"), desk, _jury(award_key), icon="warning"),
    }
    return render(request, "awards/jury/admin/hints.html", context)


def _pair(request: HttpRequest, award_key: UUID) -> tuple[Juror, Nomination]:
    wanted = request.POST.get("juror", ""), request.POST.get("dossier", "")
    one = next((one for one in facts.serving(award_key) if str(one.pk) == wanted[0]), None)
    dossier = next((each for each in facts.handed_in(award_key) if str(each.pk) == wanted[1]), None)
    if one is None or dossier is None:
        raise Http404
    return one, dossier


def _told(made: conflicts.Declared) -> str:
    if made.instead:
        names = ", ".join(one.full_name for one in made.instead)
        return _("The conflict is noted. Instead judges: %(names)s.") % {"names": names}
    if made.is_short:
        return _("The conflict is noted. Nobody is left who could judge this dossier instead.")
    return _("The conflict is noted.")


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show who would get which dossier, and do it once it was looked at."""
    desk = desks.desk_or_404(request, award_key, is_frozen=True)
    if request.method == "POST":
        try:
            planned = assigning.assign(
                award_key=award_key, by=request.user, now=clock.now(), seen=request.POST.get("seen", "")
            )
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            count = len(planned.plan.added)
            words = ngettext("%(number)d assignment was made.", "%(number)d assignments were made.", count)
            messages.success(request, words % {"number": count})
        return _back("awards-jury-assign", award_key)
    context = {
        "desk": desk,
        "matrix": overview.matrix(award_key),
        "open_hints": len(overview.board(award_key).waiting),
        "can_give": desk.state in common.GIVING,
        **desks.header(_("Assignment of dossiers"), desk, _jury(award_key), icon="table"),
    }
    return render(request, "awards/jury/admin/assign.html", context)
