"""How the life of a listing goes on or ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, formats
from portal.ui import forms as ui_forms
from showcase.domain import lifecycle
from showcase.enums import LISTING_MOVES, ListingState


class EndForm(ui_forms.Form):
    """How an offer ended, and a word on it for oneself."""

    outcome = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=lifecycle.LONGEST_NOTE,
        help_text=_("For your organisation and the portal's office; it is not published."),
    )

    def __init__(self, *args: Any, state: ListingState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = [
            (outcome.value, outcome.label)
            for outcome in lifecycle.ENDINGS
            if ListingState(outcome) is not state and LISTING_MOVES.allows(state, ListingState(outcome))
        ]


class RenewForm(ui_forms.Form):
    """The day by which a need looks for a solution, where it comes before the renewed listing would end."""

    deadline = ui_forms.DateField(
        label=_("Solution needed by"),
        help_text=_("The need is shown until this day at most. Leave it as it is, or give a later one."),
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        today = clock.today()
        is_over = page.deadline is not None and page.deadline < today
        kwargs["initial"] = {} if is_over else {"deadline": page.deadline}
        super().__init__(*args, **kwargs)
        if not lifecycle.asks_for_deadline(page, today):
            del self.fields["deadline"]
        elif is_over:
            self.fields["deadline"].help_text = gettext("The former day, %(day)s, has passed.") % {
                "day": formats.short_date(page.deadline)
            }
