"""The admin's form of a technology: says beside the field why something cannot be published."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from portal.kernel import clock
from showcase.domain import compliance as compliance_rules
from showcase.enums import Compliance


class TechnologyAdminForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail ships no types
    """Fills in who checked the lists, and refuses to publish or approve what they forbid."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; the officer and the day are noted when the lists were compared just now."""
        cleaned: dict[str, Any] = super().clean()
        if "compliance" in self.changed_data and cleaned.get("compliance") != Compliance.UNCHECKED:
            if "compliance_checked_by" in self.fields and not cleaned.get("compliance_checked_by"):
                cleaned["compliance_checked_by"] = self.for_user
            if "compliance_checked_on" in self.fields and not cleaned.get("compliance_checked_on"):
                cleaned["compliance_checked_on"] = clock.today()
        if self._goes_live() and (reason := self._obstacle(cleaned)):
            self.add_error("compliance" if "compliance" in self.fields else None, reason)
        return cleaned

    def _goes_live(self) -> bool:
        approves = self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == "approve"
        return bool(self.data.get("action-publish") or approves)

    def _obstacle(self, cleaned: dict[str, Any]) -> str:
        def value(name: str) -> Any:
            return cleaned.get(name, getattr(self.instance, name))

        return compliance_rules.obstacle(
            compliance=Compliance(value("compliance")),
            is_checked=bool(value("compliance_checked_by") and value("compliance_checked_on")),
            list_version=value("compliance_list_version"),
            permit=value("transfer_permit"),
        )
