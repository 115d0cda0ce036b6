"""What the audit calls the fields of this room, and their values: the words of the models themselves."""

from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.booth_enums import AllocationMode, BoothKind, DraftLead, OfferLead, RequirementKind
from events.enums import PowerNeed
from events.models import (
    Booth,
    DelegationInvitation,
    DelegationMember,
    FairApplication,
    FairRequirement,
    FairSetup,
    Hall,
)
from registration import audit_words

AUDITED: Final = (FairSetup, FairRequirement, Hall, Booth, DelegationInvitation, DelegationMember, FairApplication)


def register() -> None:
    """Tell the audit; from AppConfig.ready()."""
    audit_words.register_names(
        {
            field.name: capfirst(field.verbose_name)
            for model in reversed(AUDITED)
            for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's public name
        }
        | {"booths": _("Booths")}
    )
    audit_words.register("mode", dict(AllocationMode.choices))
    audit_words.register("kind", {**dict(BoothKind.choices), **dict(RequirementKind.choices)})
    audit_words.register("draft_lead", {str(lead.value): lead.label for lead in DraftLead})
    audit_words.register("offer_lead", {str(lead.value): lead.label for lead in OfferLead})
    audit_words.register("power", dict(PowerNeed.choices))
