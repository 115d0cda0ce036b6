"""What changes the words of the progress page although nobody edits the page."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from plan.models import Indicator, PlanPage
from portal.pages import findables


def indicator_changed(*, raw: bool = False, **_kwargs: Any) -> None:
    """Let the search read the progress pages anew: they are found by the names of the indicators."""
    if not raw:
        findables.pages_changed(PlanPage.objects.live().values_list("pk", flat=True))


def connect() -> None:
    """Connect the handlers; called once, when the apps are ready."""
    for signal in (post_save, post_delete):
        signal.connect(indicator_changed, sender=Indicator, dispatch_uid="plan.search.indicator")
