"""The admin's forms of technologies and needs: they say why something cannot be published."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.kernel import clock
from showcase.domain import compliance as compliance_rules
from showcase.enums import Compliance, EnteredBy


def goes_live(data: Any) -> bool:
    """Return whether a posted form of the admin publishes the page or approves it."""
    approves = data.get("action-workflow-action") and data.get("workflow-action-name") == "approve"
    return bool(data.get("action-publish") or approves)


def decides(data: Any) -> bool:
    """Return whether a posted form of the admin publishes the page or ends a step of its review."""
    return bool(data.get("action-publish") or data.get("action-workflow-action"))


class ListingAdminForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail ships no types
    """Refuses to decide about a text that is no longer the newest: it would be published, or lost, unread."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data."""
        cleaned: dict[str, Any] = super().clean()
        # Wagtail's editor says in which revision it was opened, and which one its autosave has written since.
        read = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id")
        if decides(self.data) and read and read != str(self.instance.latest_revision_id):
            self.add_error(
                None, _("Somebody has changed this since you opened it. Open it again, read it, then decide.")
            )
        return cleaned


class NeedAdminForm(ListingAdminForm):
    """Refuses to publish or approve what was entered for others without their consent."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data."""
        cleaned: dict[str, Any] = super().clean()
        for_others = self.instance.entered_by == EnteredBy.FOCAL_POINT
        if "organisation" in self.fields and not cleaned.get("organisation") and not for_others:
            self.add_error("organisation", _("Name the organisation."))
        if goes_live(self.data) and (reason := self.instance.consent_obstacle()):
            self.add_error(None, reason)
        return cleaned


class TechnologyAdminForm(ListingAdminForm):
    """Fills in who checked the lists, and refuses to publish or approve what they forbid."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; the officer and the day are noted when the lists were compared just now."""
        cleaned: dict[str, Any] = super().clean()
        if "compliance" in self.changed_data and cleaned.get("compliance") != Compliance.UNCHECKED:
            if "compliance_checked_by" in self.fields and not cleaned.get("compliance_checked_by"):
                cleaned["compliance_checked_by"] = self.for_user
            if "compliance_checked_on" in self.fields and not cleaned.get("compliance_checked_on"):
                cleaned["compliance_checked_on"] = clock.today()
        if goes_live(self.data) and (reason := self._obstacle(cleaned)):
            self.add_error("compliance" if "compliance" in self.fields else None, reason)
        return cleaned

    def _obstacle(self, cleaned: dict[str, Any]) -> str:
        def value(name: str) -> Any:
            return cleaned.get(name, getattr(self.instance, name))

        return compliance_rules.obstacle(
            compliance=Compliance(value("compliance")),
            is_checked=bool(value("compliance_checked_by") and value("compliance_checked_on")),
            list_version=value("compliance_list_version"),
            permit=value("transfer_permit"),
        )
