"""The department's page in the admin for stories in front: what is there until when, in which order, and why."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from news import queries
from news.desk_forms import FeaturedStoryForm
from news.domain import featuring
from news.models import ArticlePage, FeaturedStory
from portal.kernel import clock, converters, errors

STORIES_SHOWN = 30


def state_of(story: FeaturedStory) -> str:
    """Return in words whether readers see a featured story now; its title comes with ``titled``."""
    now = clock.now()
    if not getattr(story, "title", None):
        return _("Not shown: the story is not public")
    if story.until is not None and story.until <= now:
        return _("Over")
    if story.starts_at is not None and story.starts_at > now:
        return _("Not yet")
    return _("In front now")


def titled(rows: "QuerySet[FeaturedStory]") -> "QuerySet[FeaturedStory]":
    """Add the public title of each story, empty where it is not public."""
    stories = ArticlePage.objects.live().public().filter(alias_of=None, translation_key=OuterRef("article_key"))
    return rows.annotate(title=Subquery(stories.order_by("pk").values("title")[:1]))


def _title(story: FeaturedStory) -> str:
    return str(getattr(story, "title", "") or _("A story that is not public"))


class FeaturedIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """What is in front, in its order."""

    def get_base_queryset(self) -> "QuerySet[FeaturedStory]":
        """Return the stories with their titles: one query, however many there are."""
        return titled(FeaturedStory.objects.select_related("featured_by"))


class Kept:
    """Hands the form to the domain and shows its refusal beside the field."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, or show why it cannot be kept."""
        view: Any = self
        try:
            view.object = form.keep(by=self.request.user)
        except errors.DomainError as error:
            view.produced_error_message = str(error)
            form.add_error(error.field if error.field in form.fields else None, str(error))
            answer: HttpResponse = view.form_invalid(form)
            return answer
        messages.success(self.request, self.said(_title(titled(FeaturedStory.objects.filter(pk=view.object.pk)).get())))
        return redirect(view.get_success_url())

    def said(self, title: str) -> str:
        """Return what the person is told once it is kept."""
        return _("“%(title)s” is kept among the featured stories.") % {"title": title}


class FeaturedCreateView(Kept, CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """Lets the department pick a public story of any newsroom, then say when and why."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the stories to pick from, or the form for the one that was picked."""
        if self.picked() is None:
            return self.pick(request)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def picked(self) -> ArticlePage | None:
        """Return the story that the address names, if it is public."""
        key = converters.record_number(self.request.GET.get("article") or self.request.POST.get("article") or "")
        return queries.featurable().filter(pk=key).first() if key is not None else None

    def pick(self, request: HttpRequest) -> HttpResponse:
        """Show public stories, the newest first, or those that fit what was typed."""
        query = request.GET.get("q", "")[:200]
        page = Paginator(queries.featurable(query).select_related(None).only("pk"), STORIES_SHOWN).get_page(
            request.GET.get("p")
        )
        chosen = [row.pk for row in page.object_list]
        rows = list(queries.with_card_data(queries.featurable().filter(pk__in=chosen)))
        context = {
            **self.head_of_pick(),
            "query": query,
            "page_of_stories": page,
            "stories": [(row.pk, card) for row, card in zip(rows, queries.cards(rows, request), strict=True)],
        }
        return render(request, "news/admin/featuring/pick.html", context)

    def head_of_pick(self) -> dict[str, Any]:
        """Return what the head of the page shows."""
        return {
            "header_title": _("Choose a story"),
            "page_title": _("Choose a story"),
            "header_icon": "pick",
            "breadcrumbs_items": [
                *self.get_breadcrumbs_items()[:-1],
                {"url": "", "label": _("Choose a story")},
            ],
        }

    def get_initial(self) -> dict[str, Any]:
        """Begin with the story that was picked, at the first place."""
        story = self.picked()
        return {**super().get_initial(), "article": story.pk if story else None}

    def get_page_subtitle(self) -> str:
        """Name the story."""
        story = self.picked()
        return str(story.title) if story else ""


class FeaturedEditView(Kept, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Changes hours, place and note."""

    def get_page_subtitle(self) -> str:
        """Name the story."""
        found = titled(FeaturedStory.objects.filter(pk=self.object.pk)).first()
        return _title(found) if found else ""


class FeaturedDeleteView(DeleteView):  # type: ignore[misc]  # Wagtail ships no types
    """Takes a story back from the front by the domain."""

    page_title = gettext_lazy("Withdraw from the front")

    def get_page_subtitle(self) -> str:
        """Name the story."""
        found = titled(FeaturedStory.objects.filter(pk=self.object.pk)).first()
        return _title(found) if found else ""

    def delete_action(self) -> None:
        """Withdraw the story."""
        featuring.withdraw(story=self.object, by=self.request.user)


class FeaturedStoryViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Stories that the department puts in front."""

    model = FeaturedStory
    icon = "pick"
    menu_label = gettext_lazy("Featured stories")
    menu_order = 225
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = FeaturedIndexView
    add_view_class = FeaturedCreateView
    edit_view_class = FeaturedEditView
    delete_view_class = FeaturedDeleteView
    ordering: ClassVar = ["position", "-featured_at", "-pk"]
    list_display: ClassVar = [
        Column("story", label=gettext_lazy("Story"), accessor=_title),
        "position",
        Column("state", label=gettext_lazy("State"), accessor=state_of),
        "starts_at",
        "until",
        "note",
        "featured_by",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("article", classname="w-hidden"),
            FieldPanel("starts_at"),
            FieldPanel("until"),
            FieldPanel("position"),
            FieldPanel("note"),
        ],
        base_form_class=FeaturedStoryForm,
    )
