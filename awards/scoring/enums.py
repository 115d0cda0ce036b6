"""What an edition chooses before it opens: method, order of tie-breaks, and how votes of the public become points."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScoringMethod(TextChoices):
    """How the sheets of a dossier become the council's points, from 0 to 100."""

    MEAN = "mean", _("Mean of all sheets")
    TRIMMED_MEAN = "trimmed-mean", _("Mean without the highest and lowest sheets")
    RANKS = "ranks", _("Ranks that each juror gives")


class TieBreak(TextChoices):
    """What parts dossiers of equal total; an edition uses these in an order of its own."""

    HEAVIEST_CRITERION = "heaviest-criterion", _("Points for the criterion of the greatest weight")
    MEDIAN = "median", _("Median of the sheets")
    FEWER_LOW_OUTLIERS = "fewer-low-outliers", _("Fewer sheets far below the median")
    COUNCIL_VOTE = "council-vote", _("Recorded vote of the council")


class VoteCurve(TextChoices):
    """How numbers of votes become points, from 0 to 100."""

    LEADER = "leader", _("In proportion to the dossier with the most votes")
    RANKS = "ranks", _("By the place among all dossiers")
