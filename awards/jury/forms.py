"""Forms of the jury. They check what is typed; the rules stand in the domain."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from awards.jury.domain.conflicts import LONGEST_AFFILIATIONS
from awards.jury.parties import Party
from awards.models import Juror, Nomination
from portal.kernel import text
from portal.kernel.languages import Language
from portal.ui import forms as ui_forms

MOST_AT_ONCE: Final = 20
LONGEST_REASON: Final = 1000


class DeclarationForm(ui_forms.Form):
    """Independence and secrecy, and where the juror belongs."""

    affiliations = forms.CharField(
        label=_("Organisations that you belong to"),
        required=False,
        max_length=LONGEST_AFFILIATIONS,
        help_text=_(
            "One a line, with the tax code if you know it: employers, own firms, associations, and those you worked for in the"
            " last three years. Only the secretariat sees them, to find conflicts of interest."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    agree = forms.BooleanField(error_messages={"required": _("Please confirm the declaration.")})

    def __init__(self, *args: Any, words: str, juror: Juror, **kwargs: Any) -> None:
        kwargs["initial"] = {"affiliations": juror.affiliations, "agree": juror.declared_at is not None}
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = words


class PartiesForm(ui_forms.Form):
    """With whom there is a conflict of interest."""

    parties = forms.MultipleChoiceField(
        label=_("With these I have a conflict of interest"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick where you or your family work, worked in the last three years, advise, own shares, are related or friends, or"
            " are in a dispute. Tick nothing where there is nothing."
        ),
    )
    reason = forms.CharField(
        label=_("What the conflict is"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Only the secretariat reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(party.key, _described(party)) for party in parties if not party.is_told]
        self.fields["parties"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if not choices:
            del self.fields["parties"], self.fields["reason"]

    @property
    def keys(self) -> list[str]:
        """What was ticked."""
        found: list[str] = self.cleaned_data.get("parties", [])
        return found


def _described(party: Party) -> str:
    more = "; ".join(part for part in (", ".join(party.people), ", ".join(party.titles)) if part)
    return f"{party.name} ({more})" if more else party.name


class ConflictForm(ui_forms.Form):
    """What the conflict with one dossier is."""

    reason = forms.CharField(
        label=_("What the conflict is"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Only the secretariat reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("I understand that this dossier is taken from me for good."),
        error_messages={"required": _("Please confirm it: nobody can give the dossier back to you.")},
    )


class ReasonForm(ui_forms.Form):
    """Why the secretariat does something; the domain asks for it."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReleaseForm(ReasonForm):
    """Why a juror is released, and which reserve takes the seat."""

    reserve = forms.ChoiceField(label=_("Replaced by"), required=False)

    def __init__(self, *args: Any, reserves: Sequence[Juror], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody")), *((str(one.public_id), one.full_name) for one in reserves)]
        self.fields["reserve"].choices = choices  # type: ignore[attr-defined]  # a choice field


class NotedConflictForm(ReasonForm):
    """A conflict that the secretariat learnt of: with which dossier, and why."""

    dossier = forms.ChoiceField(label=_("Dossier"))
    field_order = ("dossier", "reason")

    def __init__(self, *args: Any, dossiers: Sequence[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.title} ({one.nominee_name})") for one in dossiers]
        self.fields["dossier"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a choice field


class InviteForm(ui_forms.Form):
    """Several people at once, one a line: name, address, and if known workplace and position, parted by semicolons."""

    people = forms.CharField(
        label=_("People to invite"),
        max_length=8000,
        help_text=_(
            "One a line: full name; e-mail address; organisation; position. For example: Nguyễn Văn An; an@vien-vidu.vn; Viện Ví dụ;"
            " Trưởng phòng. Organisation and position may be left out."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write at least one name with its e-mail address.")},
    )
    is_reserve = forms.BooleanField(
        label=_("As reserves"),
        required=False,
        help_text=_("Reserves get dossiers only where others cannot judge them, and can take the seat of a juror."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=Language.choices, initial=Language.VIETNAMESE.value
    )

    def clean_people(self) -> list[tuple[str, str, str, str]]:
        """Return name, address, workplace and position of each line, or say which line cannot be read."""
        found: list[tuple[str, str, str, str]] = []
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            name, email, workplace, position, *more = [*(text.line(part) for part in line.split(";")), "", "", "", ""]
            try:
                validate_email(email)
            except ValidationError:
                words = _("Line %(number)d: write the name, a semicolon, then the e-mail address.")
                raise forms.ValidationError(words, params={"number": number}) from None
            if not name or any(more):
                words = _("Line %(number)d: a name, an address, an organisation and a position, parted by semicolons.")
                raise forms.ValidationError(words, params={"number": number})
            if email.lower() in {one[1].lower() for one in found}:
                words = _("Line %(number)d: %(email)s stands twice.")
                raise forms.ValidationError(words, params={"number": number, "email": email})
            found.append((name[:200], email, workplace[:250], position[:150]))
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %(most)d at once."), params={"most": MOST_AT_ONCE})
        return found
