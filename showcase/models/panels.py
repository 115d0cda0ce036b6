"""How the admin's forms of technologies and needs are laid out, group by group."""

from typing import Any, Final

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel


class ConsentPanel(Panel):  # type: ignore[misc]  # Wagtail ships no types
    """Shows a reviewer who agreed, when and how, that a focal point entered the need."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail ships no types
        """The record of one need."""

        template_name = "showcase/admin/consent.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the newest record of consent."""
            from showcase.models import NeedConsent  # noqa: PLC0415 -- the models read these panels

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["consent"] = NeedConsent.objects.filter(need_key=self.instance.translation_key).first()
            return context


OFFICER: Final = "showcase.check_compliance"


def _checkboxes(name: str) -> FieldPanel:
    return FieldPanel(name, widget=CheckboxSelectMultiple)


CLASSIFICATION: Final[list[Panel]] = [
    FieldPanel("field"),
    _checkboxes("further_fields"),
    FieldRowPanel([FieldPanel("science_field"), FieldPanel("ipc_codes")]),
    FieldRowPanel([FieldPanel("product_chain"), FieldPanel("keywords")]),
]

TECHNOLOGY_IDENTITY: Final[list[Panel]] = [
    FieldPanel("title", help_text=_("Name the effect, not the brand")),
    FieldPanel("summary"),
    FieldPanel("kind"),
    MultiFieldPanel(CLASSIFICATION, pgettext_lazy("of science and technology", "Field")),
    InlinePanel("pictures", heading=_("Images"), label=_("picture"), max_num=8),
]
TECHNOLOGY_SOLUTION: Final[list[Panel]] = [
    FieldPanel("problem"),
    FieldPanel("solution"),
    InlinePanel("specifications", heading=_("Technical figures"), label=_("technical figure"), max_num=40),
    MultiFieldPanel([FieldPanel("advantages"), FieldPanel("compared_with"), FieldPanel("evidence")], _("Advantages")),
    MultiFieldPanel(
        [FieldPanel("environmental_impact"), FieldPanel("waste"), FieldPanel("standards")], _("Environment and safety")
    ),
]
TECHNOLOGY_MATURITY: Final[list[Panel]] = [
    MultiFieldPanel([FieldPanel("trl"), FieldPanel("trl_evidence"), FieldPanel("trl_assessed_on")], _("Maturity")),
    MultiFieldPanel(
        [FieldPanel("ip_holder"), FieldPanel("inventors"), FieldPanel("state_funded")], _("Holder of the rights")
    ),
    InlinePanel("rights", heading=_("Intellectual property"), label=_("right"), max_num=20),
]
TECHNOLOGY_DEAL: Final[list[Panel]] = [
    MultiFieldPanel(
        [
            _checkboxes("transfer_objects"),
            _checkboxes("transfer_forms"),
            _checkboxes("transfer_methods"),
            _checkboxes("transfer_rights"),
            _checkboxes("cooperation"),
            FieldPanel("territory"),
        ],
        _("Transfer"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("price_min"), FieldPanel("price_max")]),
            FieldPanel("price_negotiable"),
            FieldPanel("warranty"),
            FieldPanel("product_url"),
        ],
        _("Price and warranty"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("receiver_space"),
            FieldPanel("receiver_utilities"),
            FieldPanel("receiver_materials"),
            FieldPanel("receiver_staff"),
            FieldRowPanel([FieldPanel("installation_time"), FieldPanel("operating_cost")]),
        ],
        _("What the receiver needs"),
    ),
]
TECHNOLOGY_REVIEW: Final[list[Panel]] = [
    MultiFieldPanel(
        [
            FieldPanel("organisation"),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("is_anonymous"), FieldPanel("disclosure")]),
            FieldPanel("is_illustrative"),
        ],
        _("Provider"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("compliance", permission=OFFICER),
            FieldRowPanel(
                [
                    FieldPanel("compliance_checked_by", permission=OFFICER),
                    FieldPanel("compliance_checked_on", permission=OFFICER),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("compliance_list_version", permission=OFFICER),
                    FieldPanel("transfer_permit", permission=OFFICER),
                ]
            ),
        ],
        _("Lists of technology transfer"),
        help_text=_("Nothing goes live before an officer has filled this in."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("expires_on"), FieldPanel("archived_on")]),
            FieldRowPanel([FieldPanel("outcome"), FieldPanel("outcome_note")]),
        ],
        _("Life of the listing"),
    ),
]

NEED_RESULT: Final[list[Panel]] = [
    FieldPanel("title", help_text=_("Write the result you want")),
    FieldPanel("summary"),
    FieldPanel("situation"),
    InlinePanel("measures", heading=_("Figures"), label=_("figure"), max_num=20),
    FieldPanel("scale"),
    MultiFieldPanel(CLASSIFICATION, pgettext_lazy("of science and technology", "Field")),
]
NEED_CONDITIONS: Final[list[Panel]] = [
    MultiFieldPanel(
        [
            FieldPanel("constraint_space"),
            FieldPanel("constraint_power"),
            FieldPanel("constraint_standard"),
            FieldPanel("needed_by"),
        ],
        _("Limits"),
    ),
    FieldPanel("trl_minimum"),
    _checkboxes("cooperation"),
    FieldPanel("absorption"),
    FieldPanel("ip_expectations"),
    FieldRowPanel([FieldPanel("budget_band"), FieldPanel("funding")]),
]
NEED_PROVIDER: Final[list[Panel]] = [
    MultiFieldPanel(
        [
            FieldPanel("organisation"),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("is_anonymous"), FieldPanel("disclosure")]),
            FieldPanel("is_illustrative"),
        ],
        _("Organisation"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("entered_by", read_only=True),
            FieldPanel("entered_by_user", read_only=True),
            ConsentPanel(heading=_("Consent")),
        ],
        _("Who entered it"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("decision_on"),
            FieldPanel("status"),
            FieldPanel("closing_reason"),
            FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("expires_on"), FieldPanel("archived_on")]),
        ],
        _("Status"),
    ),
]
