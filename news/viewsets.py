"""The admin's queue of readers' comments and list of featured stories."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from news import permissions
from news.desk_forms import CommentDecisionForm, FeaturedStoryForm
from news.domain import featuring
from news.models import ArticlePage, Comment, FeaturedStory
from portal.kernel import errors


def _story_title(record: Comment | FeaturedStory) -> str:
    titles = (
        ArticlePage.objects.filter(translation_key=record.article_key).order_by("pk").values_list("title", flat=True)
    )
    return titles.first() or ""


def _refused(form: Any, error: errors.DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


class CommentPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Comments come from readers and leave by their term; nobody adds or deletes one in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the person may; never for adding and deleting."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the person may do one of the actions that exist."""
        return any(self.user_has_permission(user, action) for action in actions)


class OwnComment:
    """Answers 404 for a comment on a story of another newsroom."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Comment:
        """Return the comment, if it belongs to one of the user's newsrooms."""
        comment: Comment = super().get_object(*args, **kwargs)  # type: ignore[misc]  # mixed into Wagtail's views
        if not permissions.may_moderate(self.request.user, comment):
            raise Http404
        return comment


class CommentIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The queue: what waits first, one's own newsrooms only."""

    def get_base_queryset(self) -> "QuerySet[Comment]":
        """Return the comments of the user's newsrooms."""
        return permissions.comments_for(self.request.user)


class CommentEditView(OwnComment, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Hands the decision to the domain and shows its refusal beside the field."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the decision, or show why it cannot be kept."""
        try:
            self.object = form.keep(by=self.request.user)
        except errors.DomainError as error:
            self.produced_error_message = str(error)
            _refused(form, error)
            answer: HttpResponse = self.form_invalid(form)
            return answer
        return redirect(self.get_success_url())


class CommentHistoryView(OwnComment, HistoryView):  # type: ignore[misc]  # Wagtail ships no types
    """History, own newsrooms only."""


class CommentUsageView(OwnComment, UsageView):  # type: ignore[misc]  # Wagtail ships no types
    """Usage, own newsrooms only."""


class CommentDeleteView(OwnComment, DeleteView):  # type: ignore[misc]  # Wagtail ships no types
    """Deletion, which the policy refuses to everybody."""


class CommentViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """The newsroom's queue of readers' comments."""

    model = Comment
    icon = "comment"
    menu_label = _("Readers' comments")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view_class = CommentIndexView
    edit_view_class = CommentEditView
    history_view_class = CommentHistoryView
    usage_view_class = CommentUsageView
    delete_view_class = CommentDeleteView
    list_display: ClassVar = [
        "text",
        "name",
        "state",
        "submitted_at",
        Column("story", label=_("Story"), accessor=_story_title),
    ]
    list_filter: ClassVar = ["state", "language"]
    search_fields: ClassVar = ["text", "name"]
    ordering: ClassVar = ["-submitted_at"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name", read_only=True),
                    FieldPanel("email", read_only=True),
                    FieldPanel("text", read_only=True),
                    FieldPanel("state", read_only=True),
                    FieldPanel("submitted_at", read_only=True),
                ],
                _("Reader's comment"),
            ),
            MultiFieldPanel([FieldPanel("decision"), FieldPanel("reason")], _("Decision")),
        ],
        base_form_class=CommentDecisionForm,
    )

    @property
    def permission_policy(self) -> CommentPolicy:
        """Return the policy that keeps comments from being added or deleted."""
        return CommentPolicy(self.model)


class FeaturedCreateView(CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """Hands the chosen story to the domain."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Feature the story, or show why it cannot be featured."""
        try:
            self.object = form.keep(by=self.request.user)
        except errors.DomainError as error:
            self.produced_error_message = str(error)
            _refused(form, error)
            answer: HttpResponse = self.form_invalid(form)
            return answer
        return redirect(self.get_success_url())


class FeaturedDeleteView(DeleteView):  # type: ignore[misc]  # Wagtail ships no types
    """Takes a story back from the front by the domain."""

    def delete_action(self) -> None:
        """Withdraw the story."""
        featuring.withdraw(story=self.object, by=self.request.user)


class FeaturedStoryViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Stories that the department puts in front."""

    model = FeaturedStory
    icon = "pick"
    menu_label = _("Featured stories")
    menu_order = 225
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = FeaturedCreateView
    delete_view_class = FeaturedDeleteView
    list_display: ClassVar = [
        Column("story", label=_("Story"), accessor=_story_title),
        "featured_at",
        "until",
        "featured_by",
    ]
    edit_handler = ObjectList([FieldPanel("article"), FieldPanel("until")], base_form_class=FeaturedStoryForm)
