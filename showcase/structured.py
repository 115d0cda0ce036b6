"""Technologies and needs as schema.org objects for other machines; anonymous ones carry no name."""

from typing import Any

from django.conf import settings

from portal.vocabularies import held
from showcase.models import NeedPage, TechnologyPage

CONTEXT = "https://schema.org"


def _common(page: TechnologyPage | NeedPage) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "name": page.title,
        "description": page.summary,
        "url": f"{settings.BASE_URL}{page.url}",
    }


def product(page: TechnologyPage) -> dict[str, Any]:
    """Return a technology as a Product with its figures."""
    held.hold(page, "specifications")
    data: dict[str, Any] = {"@type": "Product", **_common(page), "sku": str(page.translation_key)}
    if page.field:
        data["category"] = page.field.label
    if page.keyword_list:
        data["keywords"] = ", ".join(page.keyword_list)
    figures = [
        {
            "@type": "PropertyValue",
            "name": row.name,
            "value": float(row.number) if row.number is not None else row.value,
            **({"unitText": row.unit} if row.unit else {}),
        }
        for row in page.specifications.all()
    ]
    if page.trl:
        figures.append({"@type": "PropertyValue", "name": "Technology readiness level", "value": page.trl})
    if figures:
        data["additionalProperty"] = figures
    if page.named_organisation is not None:
        data["manufacturer"] = {"@type": "Organization", "name": page.named_organisation.display_name}
    return data


def demand(page: NeedPage) -> dict[str, Any]:
    """Return a need as a Demand."""
    data: dict[str, Any] = {"@type": "Demand", **_common(page)}
    if page.needed_by:
        data["availabilityEnds"] = page.needed_by.isoformat()
    if page.named_organisation is not None:
        data["seller"] = {"@type": "Organization", "name": page.named_organisation.display_name}
    return data
