"""The English of one group of texts, each field beside its Vietnamese."""

from typing import Any, Final

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.kernel import text
from portal.ui import forms as ui_forms
from showcase.domain import english
from showcase.enums import TextGroup
from showcase.models import TechnologyPage

ROW_LENGTH: Final = {"specifications": 120, "pictures": 250, "files": 150}


def _hint(vietnamese: str) -> Any:
    return format_html('{} <span lang="vi">{}</span>', _("In Vietnamese:"), vietnamese)


class EnglishForm(ui_forms.Form):
    """Fields are made from what the Vietnamese says; nothing is asked for that it does not say."""

    def __init__(
        self, *args: Any, group: TextGroup, page: TechnologyPage, twin: TechnologyPage | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        if group is TextGroup.ROWS:
            self._add_rows(page, twin)
            return
        for name in english.FIELDS[group]:
            if vietnamese := getattr(page, name):
                self._add_text(page, name, vietnamese, getattr(twin, name) if twin is not None else "")

    def _add_text(self, page: TechnologyPage, name: str, vietnamese: str, initial: str) -> None:
        column = page._meta.get_field(name)  # noqa: SLF001 -- Django's public name
        long = isinstance(column, models.TextField) or name == "summary"
        self.fields[name] = forms.CharField(
            label=capfirst(str(column.verbose_name)),  # type: ignore[union-attr]  # a column
            required=False,
            max_length=getattr(column, "max_length", None),
            initial=initial,
            help_text=_hint(vietnamese),
            widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}) if long else forms.TextInput(attrs={"lang": "en"}),
        )

    def _add_rows(self, page: TechnologyPage, twin: TechnologyPage | None) -> None:
        for name, column in english.ROWS.items():
            known = {row.translation_key: getattr(row, column) for row in getattr(twin, name).all()} if twin else {}
            for position, row in enumerate(getattr(page, name).all()):
                label = capfirst(str(row._meta.verbose_name))  # noqa: SLF001 -- Django's public name
                self.fields[f"{name}_{position}"] = forms.CharField(
                    label=f"{label} {position + 1}",
                    required=False,
                    max_length=ROW_LENGTH[name],
                    initial=known.get(row.translation_key, ""),
                    help_text=_hint(getattr(row, column)),
                    widget=forms.TextInput(attrs={"lang": "en"}),
                )

    def texts(self) -> dict[str, str]:
        """Return what was typed by field; empty for rows."""
        if self.group is TextGroup.ROWS:
            return {}
        return {name: value.strip() for name, value in self.cleaned_data.items()}

    def rows(self) -> dict[str, list[str]]:
        """Return what was typed for each row, in order."""
        if self.group is not TextGroup.ROWS:
            return {}
        return {
            name: [
                text.normalise(self.cleaned_data[field]) for field in self.fields if field.rpartition("_")[0] == name
            ]
            for name in english.ROWS
        }
