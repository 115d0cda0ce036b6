"""The vote of the public on the page of an edition and of a finalist; both are the same for everybody who reads them."""

from typing import Any

from django import template

from awards.dossiers import calls
from awards.editions.queries import Standing
from awards.enums import NominationState
from awards.models import NominationPage
from awards.voting import queries
from portal.kernel import clock

register = template.Library()


@register.inclusion_tag("awards/voting/panel.html")
def vote_panel(standing: Standing) -> dict[str, Any]:
    """Show the vote of an edition, nothing where there is none."""
    if standing.frozen_at is None or not standing.rules.public_share:
        return {"ballot": None}
    call = calls.Call(standing.award_key, standing.state, standing.rules)
    return {"ballot": queries.ballot(standing.award_key, now=clock.now(), call=call)}


@register.inclusion_tag("awards/voting/entry.html")
def vote_entry(page: NominationPage) -> dict[str, Any]:
    """Show how to vote for a finalist, nothing where no vote runs."""
    nomination = page.nomination
    if nomination is None or nomination.state != NominationState.FINALIST:
        return {"chance": None}
    return {"chance": queries.chance(nomination, now=clock.now()), "nomination": nomination}
