"""The form in which an editor writes a story."""

from wagtail.admin.forms import WagtailAdminPageForm


class ArticleForm(WagtailAdminPageForm):
    """Asks for caption and source of the picture when a story is handed on or published, not while it is a draft."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for field, problem in self.instance.publication_problems().items():
            if field not in self.errors:
                self.add_error(field, problem)
