"""Result and erasure on the page of a dossier, and the figures on the page of an edition."""

from typing import Any

from django import template

from awards.dossiers.queries import Dossier
from awards.editions.enums import OVER
from awards.editions.queries import Standing
from awards.feedback import keeping, queries, words

register = template.Library()


@register.inclusion_tag("awards/feedback/dossier.html")
def dossier_feedback(dossier: Dossier) -> dict[str, Any]:
    """Show what came of a dossier once it is released, and until when it is kept."""
    nomination = dossier.nomination
    term = keeping.find(nomination.award_key) if dossier.call.state in OVER else None
    return {
        "nomination": nomination,
        "result": queries.result(nomination, dossier.call),
        "term": term if term is not None and keeping.goes(nomination) else None,
        "award_key": nomination.award_key,
    }


@register.inclusion_tag("awards/feedback/figures.html")
def edition_figures(standing: Standing) -> dict[str, Any]:
    """Show a few figures of an edition that is over."""
    found = queries.figures_of(standing.award_key) if standing.state in OVER else None
    return {"rows": words.public_rows(found.figures) if found is not None else []}
