"""The form in which an editor writes a story."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from news import editing, media_permissions
from news.desk import processes
from portal.kernel import clock
from portal.ui import sentences

CHOSEN = ("picture", "poster", "social_image", "media_file", "captions_file", "captions_en_file")


class ArticleForm(WagtailAdminPageForm):
    """Asks for caption and source of the picture when a story is handed on or published, not while it is a draft.

    Without a slug the page makes one from the Vietnamese title. ``story_step`` is the step of approval in which the form
    was loaded: whoever acts in it later than somebody else is told.
    """

    story_step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences.name_empty_choices(self.fields)
        if "desk" in self.fields:
            self.fields["desk"].queryset = self._desks()
        if "slug" in self.fields:
            self.fields["slug"].required = False
        running = self.instance.current_workflow_task_state if self.instance.pk else None
        self.fields["story_step"].initial = running.pk if running else ""
        if "programme" in self.fields:
            newsroom = getattr(self.parent_page, "specific", None)
            key = newsroom.translation_key if newsroom is not None else None
            programmes = self.fields["programme"].queryset
            self.fields["programme"].queryset = programmes.filter(newsroom_key=key)

    def _desks(self) -> "QuerySet[Any]":
        """Return the open desks of the story's newsroom, and the one that it has."""
        from news.models import NewsroomDesk  # noqa: PLC0415 -- the story's model names this form

        newsroom = self.parent_page or self.instance.get_parent()
        own = NewsroomDesk.objects.filter(newsroom_key=newsroom.translation_key)
        return own.filter(Q(closed_on=None) | Q(pk=self.instance.desk_id))

    def clean(self) -> dict[str, Any]:
        """Refuse what others saved meanwhile to be lost, an embargo lifted by those who may not, and foreign media."""
        cleaned: dict[str, Any] = super().clean()
        if sentence := editing.newer_version_sentence(self.instance, self.data):
            self.add_error(None, sentence)
        self._check_embargo(cleaned)
        self._check_leads()
        self._check_related()
        for name in CHOSEN:
            item = cleaned.get(name)
            if (
                item is not None
                and name in self.changed_data
                and self.for_user is not None
                and not media_permissions.may_choose(self.for_user, item)
            ):
                self.add_error(name, _("Choose one from your own collection."))
        self._keep_way(cleaned)
        return cleaned

    def _keep_way(self, cleaned: dict[str, Any]) -> None:
        """Refuse another way to publication while a story is on one."""
        if "process" not in cleaned or "kind" not in cleaned or not self.instance.pk:
            return
        chosen = cleaned["process"] or processes.suggested(cleaned["kind"])
        if chosen != self.instance.way and self.instance.current_workflow_state is not None:
            self.add_error(
                "process",
                _("The story is on its way already. Stop the approval first, then choose another way."),
            )

    def _check_embargo(self, cleaned: dict[str, Any]) -> None:
        former, wanted = self.initial.get("embargo_until"), cleaned.get("embargo_until")
        if "embargo_until" not in self.changed_data or "embargo_until" in self.errors:
            return
        now = clock.now()
        if self.instance.pk and self.instance.live and wanted and wanted > now:
            self.add_error("embargo_until", _("The story is published already; an embargo comes too late."))
        elif former and former > now and (wanted is None or wanted < former) and not self._may_lift():
            self.add_error("embargo_until", _("Only those who publish stories may end an embargo earlier."))

    def _may_lift(self) -> bool:
        page, user = self.instance, self.for_user
        return user is not None and bool(page.pk) and page.permissions_for_user(user).is_chief()

    def _rows(self, name: str) -> list[Any]:
        """Return the rows of a set of forms that stay, each cleaned already."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_bound:
            return []
        formset.is_valid()
        gone = set(formset.deleted_forms) if formset.can_delete else set()
        return [form for form in formset.forms if form not in gone]

    def _check_leads(self) -> None:
        chosen = {str(term.pk) for term in self.cleaned_data.get("audiences") or ()}
        seen: set[str] = set()
        for form in self._rows("audience_leads"):
            audience = str(form["audience"].value() or "")
            if not audience:
                continue
            if audience in seen:
                form.add_error("audience", _("This audience has a lead already; keep one of the two."))
            elif audience not in chosen:
                form.add_error(
                    "audience", _("The story is not for this audience yet: choose it under “Audiences” too.")
                )
            seen.add(audience)

    def _check_related(self) -> None:
        for form in self._rows("related_pages"):
            page = (getattr(form, "cleaned_data", None) or {}).get("page")
            if page is not None and self.instance.pk and page.translation_key == self.instance.translation_key:
                form.add_error("page", _("A story cannot be related to itself. Choose another page."))

    def _post_clean(self) -> None:
        super()._post_clean()
        self._keep_schedule()
        if self.is_deferred_validation:
            return
        for field, problem in self.instance.publication_problems().items():
            if field not in self.errors and field in self.fields:
                self.add_error(field, problem)

    def _keep_schedule(self) -> None:
        """Let a publication wait for the end of the embargo, and no longer than that when the embargo is moved or ended."""
        page, former = self.instance, self.initial.get("embargo_until")
        follows = former is not None and page.go_live_at == former and "go_live_at" not in self.changed_data
        if follows and page.embargo_until != former:
            page.go_live_at = page.embargo_end()
        end = page.embargo_end()
        if end is None:
            return
        if page.pk is None:
            # Wagtail adds a page that is published at once as a live one, and looks at the schedule afterwards.
            page.live = False
        if not self.is_deferred_validation and page.go_live_at is None:
            page.go_live_at = end
