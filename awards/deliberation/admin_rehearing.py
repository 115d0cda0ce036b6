"""The secretariat's pages of deciding anew after an upheld appeal."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from awards.deliberation import admin_guards as guards
from awards.deliberation import council, queries, rehearing_forms, rehearings
from awards.deliberation.domain import deciding, rehearing
from awards.domain import reopened
from awards.editions import queries as edition_queries
from awards.editions.enums import EditionState
from awards.marking.domain import sheets
from awards.marking.enums import MarkState
from awards.models import Appeal, MarkSheet, Nomination, Rehearing
from portal.kernel import clock
from portal.operations import db_clock

ICON = "history"


def _open(desk: edition_queries.Desk) -> Rehearing:
    found = reopened.of(desk.award_key) if desk.state is EditionState.DECIDED else None
    if found is None:
        raise Http404
    return found


def _way(award_key: UUID) -> tuple[str, str]:
    return _("Decide anew"), reverse("awards-rehearing", args=[award_key])


def begin(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Begin to decide an edition anew because of an upheld appeal."""
    desk = guards.desk(request, award_key)
    appeal: Appeal = get_object_or_404(queries.appeals_of(award_key), public_id=public_id)
    if not rehearing.can_open(appeal, desk.state):
        raise Http404
    form = rehearing_forms.OpenForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: rehearing.open_rehearing(appeal=appeal, by=request.user, now=db_clock.now(), **form.cleaned_data),
            form,
        )
    ):
        return guards.done(
            request,
            _("The edition is being decided anew; everybody who took part is told."),
            "awards-rehearing",
            award_key,
        )
    way = (_("Appeals"), reverse("awards-appeals", args=[award_key]))
    return guards.form_page(
        request,
        form,
        guards.head(_("Decide anew"), desk, way, icon=ICON),
        intro=_(
            "The decision stands, with its winners, until another replaces it or you let it stand. Meanwhile the council can meet and vote on"
            " prizes again, and single mark sheets can go back to their jurors. Everybody who took part is told by mail, and the page of the"
            " edition says it."
        ),
        submit=_("Begin to decide anew"),
        cancel=reverse("awards-appeal", args=[award_key, public_id]),
    )


@never_cache
def desk(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show what deciding anew waits for, and record the decision that replaces the one before."""
    place, rules = guards.desk(request, award_key), guards.rules(award_key)
    found = _open(place)
    missing = rehearing.missing(found, rules)
    form = rehearing_forms.ReplaceForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: rehearing.replace_decision(
                rehearing=found,
                document=form.document(),
                file=form.cleaned_data["file"],
                by=request.user,
                now=db_clock.now(),
                **form.reasons(),
            ),
            form,
        )
    ):
        return guards.done(
            request, _("The new decision is recorded; its winners are public."), "awards-decision", award_key
        )
    context = {
        "desk": place,
        "rehearing": found,
        "missing": missing,
        "form": form,
        "prizes": _prizes(award_key),
        "sheets": rehearings.sheets(award_key),
        "handed_in": MarkState.SUBMITTED,
        "ranking": queries.ranking(award_key, rules),
        **guards.head(_("Decide anew"), place, icon=ICON),
    }
    return render(request, "awards/deliberation/admin_rehearing.html", context)


def _prizes(award_key: UUID) -> list[tuple[str, str, str]]:
    """Return each dossier that holds a prize or would get one: title, the prize now, the prize by the votes of the council."""
    given = deciding.awarded(award_key, council.DECIDED)
    rows = Nomination.objects.filter(award_key=award_key, state__in=council.DECIDED)
    return [
        (queries.title(one), str(one.get_honour_display()), str(given[one.pk].label) if one.pk in given else "")
        for one in rows.order_by("category_code", "title", "pk")
        if one.honour or one.pk in given
    ]


def stand(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Let the decision stand after all."""
    place = guards.desk(request, award_key)
    found = _open(place)
    form = rehearing_forms.StandForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: rehearing.let_stand(rehearing=found, by=request.user, now=db_clock.now(), **form.cleaned_data), form
        )
    ):
        return guards.done(
            request, _("The decision stands; everybody who took part is told."), "awards-decision", award_key
        )
    return _form(
        request,
        place,
        form,
        _("Let the decision stand"),
        _("What the council voted while it decided anew gives no prize then; its minutes stay."),
    )


def give_back(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Give a mark sheet back to its juror."""
    place = guards.desk(request, award_key)
    _open(place)
    sheet: MarkSheet = get_object_or_404(
        MarkSheet.objects.select_related("assignment__juror", "assignment__nomination"),
        pk=pk,
        state=MarkState.SUBMITTED,
        assignment__nomination__award_key=award_key,
    )
    form = rehearing_forms.GiveBackForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and guards.tried(
            lambda: sheets.give_back(sheet=sheet, by=request.user, now=clock.now(), **form.cleaned_data), form
        )
    ):
        return guards.done(request, _("The sheet is with its juror, who has a mail."), "awards-rehearing", award_key)
    named = {"juror": sheet.assignment.juror.full_name, "dossier": sheet.assignment.nomination.alias}
    return _form(
        request,
        place,
        form,
        _("Give a mark sheet back"),
        _("%(juror)s corrects the sheet for %(dossier)s and hands it in again. Until then it does not count.") % named,
    )


def _form(request: HttpRequest, place: edition_queries.Desk, form: object, title: str, intro: str) -> HttpResponse:
    header = guards.head(title, place, _way(place.award_key), icon=ICON)
    return guards.form_page(request, form, header, intro=intro, submit=title, cancel=_way(place.award_key)[1])
