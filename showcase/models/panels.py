"""How the admin's forms of technologies and needs are laid out, group by group."""

from typing import Final

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

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
    MultiFieldPanel(CLASSIFICATION, _("Field")),
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
    MultiFieldPanel(CLASSIFICATION, _("Field")),
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
            FieldPanel("entered_by"),
            FieldPanel("entered_by_user"),
            FieldRowPanel([FieldPanel("consent_on"), FieldPanel("consent_note")]),
        ],
        _("Who entered it"),
    ),
    MultiFieldPanel([FieldPanel("decision_on"), FieldPanel("status"), FieldPanel("closing_reason")], _("Status")),
]
