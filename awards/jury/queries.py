"""Reads of the jury: what a juror still has to judge, and how an edition's jury stands."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from awards.enums import NominationState
from awards.jury.enums import AssignmentState
from awards.models import Assignment, Conflict, Juror, Nomination

IN_THE_RUNNING = (
    NominationState.ELIGIBLE,
    NominationState.FINALIST,
    NominationState.WINNER,
    NominationState.NOT_SELECTED,
)
"""What was found eligible and not taken back; what a jury judges, and what was judged."""


def live() -> "QuerySet[Assignment]":
    """Return what is given or confirmed, without what has a conflict and without dossiers that were taken back."""
    told = Conflict.objects.filter(juror=OuterRef("juror"), nomination=OuterRef("nomination"))
    rows = Assignment.objects.filter(nomination__state__in=IN_THE_RUNNING).exclude(state=AssignmentState.VOID)
    return rows.filter(~Exists(told))


def live_assignments(juror: Juror) -> "QuerySet[Assignment]":
    """Return the dossiers that a juror judges, given or confirmed, without those with a conflict, taken back or withdrawn."""
    rows = live().filter(juror=juror).select_related("nomination")
    return rows.order_by("nomination__category_code", "nomination__alias", "pk")


def eligible(award_key: UUID) -> "QuerySet[Nomination]":
    """Return the dossiers of an edition that want jurors."""
    return Nomination.objects.filter(award_key=award_key, state=NominationState.ELIGIBLE)


def judges_by_dossier(award_key: UUID) -> dict[int, int]:
    """Return for each dossier that somebody judges how many do, by its key; those without a juror are left out."""
    rows = live().filter(nomination__award_key=award_key).values("nomination")
    counted = rows.annotate(jurors=Count("juror", distinct=True)).order_by()
    return dict(counted.values_list("nomination", "jurors"))
