"""The form that hands a page in for translation, with the only language there is chosen already."""

from typing import Any

from wagtail_localize.views import submit_translations

from portal.ui.forms import TidyDataMixin


class SubmitTranslationForm(TidyDataMixin, submit_translations.SubmitTranslationForm):  # type: ignore[misc]  # wagtail-localize ships no types
    """Wagtail-localize's form; a choice of one is no question."""

    def __init__(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(instance, *args, **kwargs)
        languages = self.fields["locales"]
        # Read already by the form itself, to see whether "select all" makes sense.
        if len(languages.queryset) == 1:
            languages.initial = list(languages.queryset)


def register() -> None:
    """Have wagtail-localize's view make this form; it names the class in its module and offers no setting."""
    submit_translations.SubmitTranslationForm = SubmitTranslationForm
