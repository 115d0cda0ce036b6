"""What helps while a technology is described: an example beside each field, and what gives an anonymous profile away."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from showcase.domain.identity import Finding
from showcase.forms.fields import DraftForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EXAMPLES: Final[Mapping[str, "_StrPromise"]] = {
    "summary": _("For example: Heat pump dryer for garlic farms; saves half the electricity of resistance drying."),
    "keywords": _("For example: heat pump, garlic, drying"),
    "problem": _("For example: Garlic loses 14 % of its weight in the sun, and three days of rain spoil a batch."),
    "solution": _(
        "For example: Two heat pumps in series take the water out at 45 °C; the air goes round and is used again."
    ),
    "advantages": _("For example: 0.52 kWh for each kilogram of water; the colour stays white."),
    "compared_with": _("For example: Compared with resistance drying, 1.1 kWh for each kilogram of water."),
    "evidence": _("For example: Measured by a testing centre in March; two cooperatives have used it for a season."),
    "environmental_impact": _("For example: No smoke; the refrigerant is R290."),
    "waste": _("For example: 20 litres of clean water a batch."),
    "standards": _("For example: QCVN 40:2011/BTNMT for waste water"),
    "trl_evidence": _("For example: It has run in a workshop since May; the log can be read there."),
    "territory": _("For example: the whole country; the Red River Delta only"),
    "warranty": _("For example: 24 months, spare parts for five years"),
    "receiver_space": _("For example: 30 m² under a roof"),
    "receiver_utilities": _("For example: three phases, 15 kW; 0.5 m³ of water a day"),
    "receiver_materials": _("For example: fresh garlic, 800 kg a batch"),
    "receiver_staff": _("For example: two workers, one day of training"),
    "installation_time": _("For example: three days"),
    "operating_cost": _("For example: 1.2 million đồng a tonne"),
    "price_min": _("For example: 380.000.000"),
    "price_max": _("For example: 450.000.000"),
}


class GuidedForm(DraftForm):
    """A step with examples, and with warnings beside the fields that name the organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, example in EXAMPLES.items():
            if name in self.fields:
                self._add_hint(name, conditional_escape(example))

    def _add_hint(self, name: str, hint: SafeString) -> None:
        field = self.fields[name]
        field.help_text = format_html("{}<br>{}", field.help_text, hint) if field.help_text else hint

    def warn(self, findings: Iterable[Finding]) -> list[Finding]:
        """Say beside each field of this step what gives the organisation away; return the findings that were shown."""
        here = [finding for finding in findings if finding.field in self.fields or finding.field in self.formsets]
        for finding in here:
            if finding.field in self.fields:
                self._add_hint(finding.field, format_html("<strong>{}</strong>", finding.sentence))
                # A field that was read already keeps the hint that it had then.
                self[finding.field].help_text = self.fields[finding.field].help_text
        return here
