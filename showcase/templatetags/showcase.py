"""Filters for cards and rows of technologies and needs; they read only what is prefetched."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.text import capfirst

from showcase import motifs, presenters, titles
from showcase.deal_enums import DealState
from showcase.desk import DEAL_TONES, ENQUIRY_TONES
from showcase.enums import BudgetBand, EnquiryState, NeedStatus
from showcase.models import Deal, Enquiry, NeedPage, TechnologyPage, TechnologyPicture
from showcase.views.doors import DoorKind

register = template.Library()
NEED_TONES = {
    NeedStatus.OPEN: "success",
    NeedStatus.IN_TALKS: "info",
    NeedStatus.PARTLY_MET: "info",
    NeedStatus.SIGNED: "neutral",
    NeedStatus.CLOSED: "neutral",
}


@register.inclusion_tag("showcase/parts/desk_title.html")
def desk_title(page: TechnologyPage | NeedPage) -> dict[str, Any]:
    """Name a page of one's own at the desk; in English that takes a query."""
    return {"shown": titles.of_keys([page.translation_key]).of(page.translation_key, page.draft_title or page.title)}


@register.filter
def owner(page: TechnologyPage | NeedPage) -> str:
    """Return who offers or seeks, or words that name nobody."""
    return presenters.owner_words(page)


@register.simple_tag(takes_context=True)
def motif_of(context: Context, page: TechnologyPage) -> str:
    """Return the drawing for a technology without a picture, another one than its neighbours' in the same loop of a list."""
    loop: dict[str, Any] = context.get("forloop") or {}
    before: list[str] = loop.setdefault("motifs", [])
    name = motifs.choose(field=page.field.code if page.field else "", key=str(page.translation_key), before=before)
    before.append(name)
    return name


@register.filter
def first_picture(page: TechnologyPage) -> TechnologyPicture | None:
    """Return the first picture of a technology."""
    return next(iter(page.pictures.all()), None)


@register.filter
def first_form(page: TechnologyPage) -> str:
    """Return the first form of transfer in words."""
    form = next(iter(page.transfer_forms.all()), None)
    return str(form) if form else ""


@register.filter
def budget(page: NeedPage) -> str:
    """Return the budget in words; nothing where it is not disclosed."""
    band = BudgetBand(page.budget_band)
    return "" if band is BudgetBand.UNDISCLOSED else str(band.label)


@register.filter
def need_tone(page: NeedPage) -> str:
    """Return the tone of a need's status."""
    return NEED_TONES[NeedStatus(page.status)]


@register.filter
def enquiry_tone(enquiry: Enquiry) -> str:
    """Return the tone of an enquiry's state."""
    return "danger" if enquiry.is_late() else ENQUIRY_TONES[EnquiryState(enquiry.state)]


@register.filter
def deal_tone(deal: Deal) -> str:
    """Return the tone of an outcome's state."""
    return DEAL_TONES[DealState(deal.state)]


@register.simple_tag
def deal_url(door: Any, deal: Deal) -> str:
    """Return the address of an outcome behind the door of a conversation; at the desk where there is none."""
    if door and door.kind is DoorKind.LINK:
        return reverse("showcase:deal-talk", args=[door.key, deal.reference])
    return reverse("showcase:deal", args=[deal.reference])


@register.filter
def rows_title(formset: Any) -> str:
    """Return the heading of a form's rows."""
    return capfirst(str(formset.model._meta.verbose_name_plural))  # noqa: SLF001 -- Django's public name
