"""What helps while a technology is described: an example beside each field."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

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
    """A step with examples."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, example in EXAMPLES.items():
            if name in self.fields:
                self.add_hint(name, conditional_escape(example))
