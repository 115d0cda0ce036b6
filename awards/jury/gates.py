"""What must be true of the jury before screening ends and scoring begins."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.editions.rules import EditionRules
from awards.jury import queries
from awards.jury.enums import JurorState
from awards.models import Juror


def before_scoring(award_key: UUID, rules: EditionRules) -> Iterator[str]:
    """Say which dossiers have too few jurors and who has not declared; nothing where there is no dossier to judge."""
    eligible = queries.eligible(award_key)
    if not eligible.exists():
        return
    judged = queries.judges_by_dossier(award_key)
    short = sum(judged.get(key, 0) < rules.jurors_per_dossier for key in eligible.values_list("pk", flat=True))
    if short:
        yield ngettext(
            "%(number)d eligible dossier has fewer than %(needed)d jurors.",
            "%(number)d eligible dossiers have fewer than %(needed)d jurors.",
            short,
        ) % {"number": short, "needed": rules.jurors_per_dossier}
    serving = Juror.objects.filter(award_key=award_key, state=JurorState.ACCEPTED, looked_through_at=None)
    if names := list(serving.order_by("full_name", "pk").values_list("full_name", flat=True)):
        yield _("These jurors have not declared independence and conflicts yet: %(names)s.") % {
            "names": ", ".join(names)
        }
