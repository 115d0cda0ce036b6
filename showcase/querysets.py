"""Reusable filters of technologies, needs and enquiries."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from exhibitors.enums import PUBLIC_STATES
from portal.kernel import clock, text
from showcase.enums import ANSWERABLE_NEEDS, ENDED_OUTCOMES, Outcome

ORGANISATION_TEXTS = ("organisation__description", "organisation__description_en", "organisation__state_reason")
TECHNOLOGY_TEXTS = (
    *ORGANISATION_TEXTS,
    "folded_text",
    "problem",
    "solution",
    "advantages",
    "compared_with",
    "evidence",
    "trl_evidence",
    "environmental_impact",
    "waste",
    "standards",
)
NEED_TEXTS = (*ORGANISATION_TEXTS, "folded_text", "situation", "absorption")
PUBLIC_ORGANISATION = Q(organisation=None) | Q(organisation__state__in=PUBLIC_STATES)


class ListedQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail ships no types
    """Filters that technologies and needs share."""

    def matching(self, query: str) -> Any:
        """Return pages that have every word of ``query`` in title, summary or keywords, with or without marks."""
        pages = self
        for word in dict.fromkeys(text.words(text.fold(query))):
            pages = pages.filter(folded_text__contains=word)
        return pages

    def named(self) -> Any:
        """Return pages that may name their organisation."""
        return self.filter(is_anonymous=False)

    def in_fields(self, codes: list[str]) -> Any:
        """Return pages whose main or further field is among ``codes``, each once."""
        further = self.model.further_fields.through.objects.filter(term__code__in=codes)
        owner = f"{self.model.__name__.lower()}_id"
        return self.filter(Q(field__code__in=codes) | Q(pk__in=further.values(owner)))


class TechnologyQuerySet(ListedQuerySet):
    """Filters of technologies."""

    def public(self, day: date) -> Any:
        """Return live technologies that are still offered on a day, of organisations that are open to the public."""
        return (
            self.filter(PUBLIC_ORGANISATION, live=True, archived_on=None)
            .exclude(outcome__in=ENDED_OUTCOMES)
            .exclude(expires_on__lt=day)
        )

    def ending(self, day: date) -> Any:
        """Return live technologies that are offered and whose last day comes by ``day``, whoever can see them."""
        return self.filter(live=True, archived_on=None, outcome=Outcome.NONE, expires_on__lte=day)

    def with_card_data(self) -> Any:
        """Join and prefetch what a card shows, and leave the long texts where they are: sorting carries every column."""
        joined = self.select_related("field", "organisation", "place", "locale").defer(*TECHNOLOGY_TEXTS)
        pictures = Prefetch(
            "pictures", queryset=apps.get_model("showcase.TechnologyPicture").objects.select_related("image")
        )
        return joined.prefetch_related("transfer_forms", pictures, "pictures__image__renditions")


class NeedQuerySet(ListedQuerySet):
    """Filters of needs."""

    def public(self, day: date | None = None) -> Any:
        """Return live needs that are still shown on a day, today if none is named, of organisations open to the public."""
        over = day or clock.today()
        rows = self.filter(PUBLIC_ORGANISATION, live=True, archived_on=None)
        return rows.exclude(expires_on__lt=over).exclude(needed_by__lt=over)

    def ending(self, day: date) -> Any:
        """Return live needs that still look for a solution and whose last day comes by ``day``, whoever can see them."""
        rows = self.filter(live=True, archived_on=None, status__in=ANSWERABLE_NEEDS)
        return rows.filter(Q(expires_on__lte=day) | Q(needed_by__lte=day))

    def with_card_data(self) -> Any:
        """Join what a row shows, and leave the long texts where they are: sorting carries every column."""
        return self.select_related("field", "organisation", "place", "locale").defer(*NEED_TEXTS)


TechnologyManager = PageManager.from_queryset(TechnologyQuerySet)
NeedManager = PageManager.from_queryset(NeedQuerySet)
