"""What the council's work asks of the steps of an edition."""

from awards.deliberation.domain import appeals, deciding, rehearing, shortlisting
from awards.editions import stepping
from awards.editions.enums import EditionState


def register() -> None:
    """Declare gates and acts; from AppConfig.ready()."""
    stepping.before_leaving(EditionState.DELIBERATION, shortlisting.missing)
    stepping.on_leaving(EditionState.DELIBERATION, shortlisting.publish)
    stepping.before_leaving(EditionState.PUBLIC_COMMENT, deciding.undecided)
    stepping.before_leaving(EditionState.DECIDED, appeals.open_ones)
    stepping.before_leaving(EditionState.DECIDED, rehearing.under_way)
    stepping.on_leaving(EditionState.DECIDED, appeals.still_taken)
