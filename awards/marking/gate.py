"""Scoring is left only when every sheet is in."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from awards.editions.rules import EditionRules
from awards.jury.enums import AssignmentState
from awards.jury.queries import IN_THE_RUNNING
from awards.marking.enums import MarkState
from awards.models import Assignment


def missing(award_key: UUID, rules: EditionRules) -> Iterable[str]:  # noqa: ARG001 -- the gate's signature
    """Return a sentence for each dossier that lacks a sheet of one of its jurors: the dossier by its alias, the jurors by name."""
    rows = (
        Assignment.objects.filter(nomination__award_key=award_key, nomination__state__in=IN_THE_RUNNING)
        .exclude(state=AssignmentState.VOID)
        .exclude(sheet__state=MarkState.SUBMITTED)
        .order_by("nomination__alias", "juror__full_name", "pk")
        .values_list("nomination__alias", "juror__full_name")
    )
    lacking: dict[str, list[str]] = {}
    for alias, name in rows:
        lacking.setdefault(alias, []).append(name)
    return [
        _("Dossier %(dossier)s: no sheet yet from %(jurors)s.") % {"dossier": alias, "jurors": ", ".join(names)}
        for alias, names in lacking.items()
    ]
