"""Fields that say the same in every language and follow the Vietnamese page."""

from wagtail_localize.fields import SynchronizedField


def _following(*names: str) -> list[SynchronizedField]:
    return [SynchronizedField(name, overridable=False) for name in names]


COMMON = (
    "field",
    "further_fields",
    "science_field",
    "ipc_codes",
    "organisation",
    "place",
    "is_anonymous",
    "disclosure",
    "is_illustrative",
    "cooperation",
)
TECHNOLOGY = _following(
    *COMMON,
    "kind",
    "trl",
    "trl_assessed_on",
    "inventors",
    "state_funded",
    "rights",
    "transfer_objects",
    "transfer_forms",
    "transfer_methods",
    "transfer_rights",
    "price_min",
    "price_max",
    "price_negotiable",
    "product_url",
    "compliance",
    "compliance_checked_by",
    "compliance_checked_on",
    "compliance_list_version",
    "transfer_permit",
    "confirmed_on",
    "expires_on",
    "archived_on",
    "outcome",
)
NEED = _following(
    *COMMON,
    "needed_by",
    "trl_minimum",
    "budget_band",
    "funding",
    "entered_by",
    "entered_by_user",
    "decision_on",
    "status",
    "confirmed_on",
    "expires_on",
    "archived_on",
)
