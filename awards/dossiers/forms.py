"""Forms of a dossier. They check what is typed; the rules stand in the domain."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.dossiers import calls, queries
from awards.dossiers.domain import writing
from awards.dossiers.domain.writing import Basics
from awards.editions.rules import Criterion, Document
from awards.models import DossierAnswer, DossierFile, Nomination
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.ui import forms as ui_forms
from portal.ui import merging

ME, OTHER = "me", "other"


class BasicsForm(merging.MergesMixin, ui_forms.Form):
    """What is nominated, in which category, and who."""

    together = (("nominee", "nominee_name", "nominee_email"),)

    category_code = forms.ChoiceField(
        label=_("Category"), widget=forms.RadioSelect, error_messages={"required": _("Choose a category.")}
    )
    title = forms.CharField(
        label=_("What is nominated"),
        max_length=250,
        help_text=_("The title of the work or solution, as it would stand on a certificate."),
        error_messages={"required": _("Say what is nominated.")},
    )
    summary = forms.CharField(
        label=_("Merits in brief"),
        max_length=writing.LONGEST_SUMMARY,
        required=False,
        help_text=_("What it does, for whom, and what came of it, in figures. Public if it comes to the last round."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    nominee = forms.ChoiceField(
        label=_("Who is nominated"), widget=forms.RadioSelect, error_messages={"required": _("Say who is nominated.")}
    )
    nominee_name = forms.CharField(
        label=_("Name of the nominee"),
        max_length=200,
        required=False,
        help_text=_("As it would stand on a certificate. Left empty, it is your name or that of the organisation."),
    )
    nominee_email = forms.EmailField(
        label=_("E-mail address of the nominee"),
        required=False,
        help_text=_("Only where you nominate somebody else: they get a mail and have to agree before the call ends."),
        error_messages={"invalid": _("Write an e-mail address in the form name@example.vn.")},
    )
    technology = forms.ChoiceField(
        label=_("Technology on the portal"), required=False, help_text=_("The jury can open its page.")
    )
    title_en = forms.CharField(label=_("What is nominated, in English"), max_length=250, required=False)
    summary_en = forms.CharField(
        label=_("Merits in brief, in English"),
        max_length=writing.LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self,
        *args: Any,
        call: calls.Call,
        person: Any,
        draft: Nomination | None = None,
        start: Any = None,
        **kwargs: Any,
    ) -> None:
        self._person, self._draft = person, draft
        self._organisations = {str(one.pk): one for one in queries.organisations_of(person, draft)}
        kwargs["initial"] = _stored(draft) if draft is not None else {"nominee": ME, **(start or {})}
        super().__init__(*args, **kwargs)
        language = languages.current()
        choices: dict[str, list[tuple[str, Any]]] = {
            "category_code": [(one.code, calls.told(one.title, language)) for one in call.rules.categories],
            "nominee": [
                (ME, _("Myself: %(name)s") % {"name": person.get_full_name()}),
                *((pk, one.display_name) for pk, one in self._organisations.items()),
                (OTHER, _("Somebody else, who has to agree")),
            ],
            "technology": [("", _("None")), *queries.technology_choices(self._organisations.values(), draft)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # all three are choice fields
        for name in ("title_en", "summary_en"):
            self.fields[name].widget.attrs["lang"] = Language.ENGLISH.value

    def clean(self) -> dict[str, Any]:
        """Ask for name and address where the nominee is somebody else."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("nominee") == OTHER:
            if not cleaned.get("nominee_name"):
                self.add_error("nominee_name", _("Write the name of the nominee."))
            if not cleaned.get("nominee_email") and "nominee_email" not in self.errors:
                self.add_error("nominee_email", _("Write the e-mail address of the nominee, who has to agree."))
        return cleaned

    def basics(self) -> Basics:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        organisation = self._organisations.get(typed["nominee"])
        own_name = organisation.name if organisation is not None else self._person.get_full_name()
        return Basics(
            category_code=typed["category_code"],
            title=typed["title"],
            title_en=typed["title_en"],
            summary=typed["summary"],
            summary_en=typed["summary_en"],
            organisation=organisation,
            nominee_name=typed["nominee_name"] or own_name,
            nominee_email=typed["nominee_email"] if typed["nominee"] == OTHER else "",
            technology_key=UUID(typed["technology"]) if typed["technology"] else None,
        )


def _stored(draft: Nomination) -> dict[str, Any]:
    nominee = str(draft.organisation_id) if draft.organisation_id else OTHER if draft.nominee_email else ME
    names = ("category_code", "title", "title_en", "summary", "summary_en", "nominee_name", "nominee_email")
    return {
        **{name: getattr(draft, name) for name in names},
        "nominee": nominee,
        "technology": str(draft.technology_key or ""),
        "seen_at": draft.saved_at,
    }


class AnswerForm(merging.MergesMixin, ui_forms.Form):
    """What the dossier says about one criterion."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=writing.LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args: Any, criterion: Criterion, answer: DossierAnswer, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": answer.text, "seen_at": answer.saved_at}
        super().__init__(*args, **kwargs)
        self.fields["text"].label = calls.told(criterion.title, languages.current())
        self.fields["text"].help_text = _(
            "At most %(most)d characters. An empty answer can be saved, not handed in."
        ) % {"most": writing.LONGEST_ANSWER}


class FileForm(ui_forms.Form):
    """A file for a document, or its version without names."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, error_messages={"required": _("Choose a file.")})
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, former: DossierFile | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"replaces": former.pk if former is not None else None}
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("%(kinds)s, at most %(number)d MB.") % {
            "kinds": ", ".join(document.formats).upper(),
            "number": document.max_megabytes,
        }
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{name}" for name in document.formats)


class SubmitForm(ui_forms.Form):
    """What who hands in stands for."""

    agree = forms.BooleanField(
        label=_("What this dossier says is true, and everybody whom it names knows of it."),
        error_messages={"required": _("Please confirm this before you hand in.")},
    )


class WithdrawForm(ui_forms.Form):
    """Why a dossier is taken back, where somebody wants to say it."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Kept in the log, for the secretariat."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CoAuthorForm(ui_forms.Form):
    """Whom to ask to write with us."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        error_messages={
            "required": _("Write the e-mail address of the person."),
            "invalid": _("Write an e-mail address in the form name@example.vn."),
        },
    )


class ConsentForm(ui_forms.Form):
    """The nominee's yes."""

    agree = forms.BooleanField(error_messages={"required": _("Please confirm that you agree.")})

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = words
