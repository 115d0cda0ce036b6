"""What the showcase gives the page of results: a filter by how mature technologies are, and the way to post a need."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.pages import findables
from showcase.enums import TrlBand


def register() -> None:
    """Give both; the codes of the filter stand in the documents of technologies and needs."""
    findables.register_way_on(_post_need)
    findables.register_facet(
        findables.FindableFacet("trl", _("Maturity"), lambda: [(value, str(label)) for value, label in TrlBand.choices])
    )


def _post_need(words: str) -> findables.WayOn:
    return findables.WayOn(
        gettext("Post this as a technology need"),
        gettext("Owners of technologies are told of it, and answers reach your organisation."),
        f"{reverse('showcase:need-new')}?{urlencode({'title': words})}",
    )
