"""The form in which an editor writes a story."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from news import media_permissions
from portal.ui import sentences

CHOSEN = ("picture", "social_image", "media_file", "captions_file")


class ArticleForm(WagtailAdminPageForm):
    """Asks for caption and source of the picture when a story is handed on or published, not while it is a draft.

    Without a slug the page makes one from the Vietnamese title.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences.name_empty_choices(self.fields)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Refuse images and documents of other newsrooms, whose numbers can be guessed."""
        cleaned: dict[str, Any] = super().clean()
        for name in CHOSEN:
            item = cleaned.get(name)
            if (
                item is not None
                and name in self.changed_data
                and self.for_user is not None
                and not media_permissions.may_choose(self.for_user, item)
            ):
                self.add_error(name, _("Choose one from your own collection."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for field, problem in self.instance.publication_problems().items():
            if field not in self.errors:
                self.add_error(field, problem)
