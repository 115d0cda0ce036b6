"""The figures of an edition in words: all of them for the secretariat, a few for everybody."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.dossiers import calls
from portal.kernel import languages

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: Final[dict[str, "_StrPromise"]] = {
    "handed_in": gettext_lazy("Dossiers handed in"),
    "never_handed_in": gettext_lazy("Drafts never handed in"),
    "eligible": gettext_lazy("Eligible"),
    "ineligible": gettext_lazy("Not eligible"),
    "cured": gettext_lazy("Completed on request"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "finalists": gettext_lazy("Finalists"),
    "winners": gettext_lazy("Winners"),
    "revoked": gettext_lazy("Awards revoked"),
    "organisations": gettext_lazy("Organisations"),
    "places": gettext_lazy("Places of organisations"),
    "sheets": gettext_lazy("Score sheets"),
    "votes": gettext_lazy("Votes of the public"),
    "votes_struck": gettext_lazy("Votes struck out"),
}
PUBLIC: Final = ("handed_in", "eligible", "organisations", "finalists", "winners")


def all_rows(figures: Mapping[str, Any], call: calls.Call | None) -> list[tuple[str, int]]:
    """Return every figure with its name: the sums, then by category, then refused by rule."""
    found = [(str(label), figures.get(key, 0)) for key, label in LABELS.items()]
    titles = {one.code: calls.told(one.title, languages.current()) for one in (call.rules.categories if call else ())}
    for code, number in figures.get("by_category", {}).items():
        found.append((_("Handed in: %(category)s") % {"category": titles.get(code, code)}, number))
    for key, number in figures.get("ineligible_by_rule", {}).items():
        found.append((_("Not eligible by the rule: %(rule)s") % {"rule": key}, number))
    return found


def public_rows(figures: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the few figures that the page of an edition shows."""
    return [(str(LABELS[key]), figures[key]) for key in PUBLIC if figures.get(key)]
