"""Forms whose chosen files outlive an error beside another field."""

from collections.abc import Callable, Collection
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors
from portal.media.domain import kept
from portal.media.enums import OFFICE_DOCUMENTS, FileKind

SUFFIX: Final = "_kept"


class KeepsUploadsMixin:
    """Takes up the files that an earlier attempt left behind; stands before a form's class that has ``TidyDataMixin``.

    Views hand in a ``keeper``, call ``keep_uploads`` before they show a wrong form again, and ``forget_uploads`` once all is
    saved. Without a keeper nothing is kept.
    """

    retype: Callable[[str, str | list[str]], None]
    """Shows something else in a field than what was sent; the form's class has it."""
    upload_kinds: Collection[FileKind] | None = None
    """What the form's files may be, where that is the same for all; a refusal says then why. None: everything is kept that may be somewhere."""

    def __init__(
        self, data: Any = None, files: Any = None, *args: Any, keeper: kept.Keeper | None = None, **kwargs: Any
    ) -> None:
        self._keeper = keeper
        names = [name for name, field in self.base_fields.items() if isinstance(field, forms.FileField)]  # type: ignore[attr-defined]  # the form that follows
        self._kept_names = tuple(names) if keeper is not None else ()
        if data is not None and keeper is not None:
            files = _with_kept(data, files, keeper, self._kept_names)
        super().__init__(data, files, *args, **kwargs)  # type: ignore[call-arg]  # the form that follows
        for name in self._kept_names:
            self.fields[name + SUFFIX] = forms.CharField(required=False, widget=forms.HiddenInput)  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """Leave the numbers of kept files out of what the form was told."""
        super().full_clean()  # type: ignore[misc]
        for name in self._kept_names:
            getattr(self, "cleaned_data", {}).pop(name + SUFFIX, None)

    def keep_uploads(self) -> None:
        """Keep every acceptable file for the next attempt and say so beside its field; what cannot be kept is refused there."""
        form: Any = self
        if self._keeper is None or not form.is_bound:
            return
        for name in self._kept_names:
            file = form.files.get(name)
            if file is None or name in form.errors:
                self.retype(name + SUFFIX, "")
                continue
            try:
                record = kept.keep(
                    keeper=self._keeper,
                    field=name,
                    file=file,
                    now=clock.now(),
                    kinds=self.upload_kinds or OFFICE_DOCUMENTS,
                )
            except errors.DomainError as refusal:
                is_told = self.upload_kinds is not None
                form.add_error(name, str(refusal) if is_told else _("Choose the file once more: it could not be kept."))
                self.retype(name + SUFFIX, "")
                continue
            self.retype(name + SUFFIX, str(record.pk))
            said = format_html(
                "<strong>{}</strong>",
                _("“%(name)s” is kept: you need not choose it again.") % {"name": record.original_name},
            )
            # The field as it is drawn took its hint when it was read.
            shown = form[name]
            shown.help_text = (
                format_html("{}<br>{}", conditional_escape(shown.help_text), said) if shown.help_text else said
            )

    def forget_uploads(self) -> None:
        """Throw away what was kept: it has been taken in."""
        form: Any = self
        if self._keeper is not None and form.is_bound:
            for name in self._kept_names:
                kept.forget(keeper=self._keeper, field=name)
                self.retype(name + SUFFIX, "")


def _with_kept(data: Any, files: Any, keeper: kept.Keeper, names: tuple[str, ...]) -> Any:
    """Return the files of a request with those that an earlier attempt left behind."""
    full: MultiValueDict[str, Any] = MultiValueDict(dict(files.lists()) if files else {})
    for name in names:
        number = data.get(name + SUFFIX)
        if name not in full and number and (file := kept.fetch(keeper=keeper, field=name, number=str(number))):
            full[name] = file
    return full
