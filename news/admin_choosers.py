"""What the choosers of the admin offer: pages that one may link to, one's own tags, snippets of one's office, tasks to operators."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from taggit.models import Tag
from wagtail.admin.filters import BaseMediaFilterSet
from wagtail.admin.views import workflows
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.views.chooser import ImageChooseViewMixin
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import chooser as snippets

from news import media_permissions, permissions
from portal.kernel import converters
from portal.vocabularies.models import AdministrativeUnit, Term

View = Callable[..., HttpResponse]


class OwnChosenPagesView(ChosenMultipleView):  # type: ignore[misc]  # Wagtail ships no types
    """Names the pages chosen, of those that one may link to only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Leave out keys of pages whose titles the reader may not see, then answer as Wagtail does."""
        asked = [key for given in request.GET.getlist("id") if (key := converters.record_number(given)) is not None]
        pages = permissions.linkable_pages(request.user, Page.objects.filter(pk__in=asked))
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in pages.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]  # read by Wagtail's view alone
        answer: HttpResponse = super().get(request)
        return answer


# Lists that everybody reads in public, as they stand.
PUBLIC_LISTS: Final = (Term, AdministrativeUnit)
OFFERED: Final = 10
SNIPPET_VIEWS: Final = (
    snippets.ChooseView,
    snippets.ChooseResultsView,
    snippets.SnippetChosenView,
    snippets.SnippetChosenMultipleView,
    snippets.SnippetCreateView,
)


def own_tags(user: Any) -> "QuerySet[Any]":
    """Return the tags of images and documents that the user may choose, the commonest first."""
    kinds = ContentType.objects.get_for_models(get_image_model(), get_document_model())
    tags = Tag.objects.none()
    for model, own in (
        (get_image_model(), media_permissions.own_images(user)),
        (get_document_model(), media_permissions.own_documents(user)),
    ):
        tags |= Tag.objects.filter(
            taggit_taggeditem_items__content_type=kinds[model],
            taggit_taggeditem_items__object_id__in=own.order_by().values("pk"),
        )
    found: QuerySet[Any] = tags.annotate(_uses=Count("taggit_taggeditem_items")).order_by("-_uses", "name")
    return found


def autocomplete(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> HttpResponse:
    """Offer the tags that begin so, of one's own media only; 404 for a model of tags that the portal has not."""
    if (app_name, model_name) != ("taggit", "tag"):
        raise Http404
    term = request.GET.get("term", "")
    tags = own_tags(request.user).filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(tags.values_list("name", flat=True)[:OFFERED]), safe=False)


def may_choose_snippet(user: Any, model: Any) -> bool:
    """Return whether the user may choose from a list of snippets: a public list, or one of which they hold any right."""
    if issubclass(model, PUBLIC_LISTS):
        return True
    policy = ModelPermissionPolicy(model)
    return bool(policy.user_has_any_permission(user, {"add", "change", "delete", "view"}))


def _for_operators(view: View) -> View:
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, **kwargs)

    return guarded


def urls() -> list[URLPattern]:
    """Return the guarded addresses; they stand before those of the packages."""
    return [
        path("choose-page/chosen-multiple/", OwnChosenPagesView.as_view()),
        path("tag-autocomplete/", autocomplete),
        path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", autocomplete),
        path("workflows/task_chooser/", _for_operators(workflows.TaskChooserView.as_view())),
        path("workflows/task_chooser/results/", _for_operators(workflows.TaskChooserResultsView.as_view())),
        path("workflows/task_chooser/create/", _for_operators(workflows.TaskChooserCreateView.as_view())),
        path("workflows/task_chooser/<int:task_id>/", _for_operators(workflows.task_chosen)),
    ]


_make_media_filters = BaseMediaFilterSet.__init__
_choose_images = ImageChooseViewMixin.get_context_data


def _make_media_filters_of_own_tags(self: Any, *args: Any, **kwargs: Any) -> None:
    _make_media_filters(self, *args, **kwargs)
    if "tag" not in self.filters:
        return
    names = list(own_tags(self.request.user).values_list("name", flat=True)[:OFFERED])
    if names:
        self.filters["tag"].extra["choices"] = [(name, name) for name in names]
    else:
        del self.filters["tag"]


def _choose_images_by_own_tags(self: Any, **kwargs: Any) -> dict[str, Any]:
    context: dict[str, Any] = _choose_images(self, **kwargs)
    context["popular_tags"] = own_tags(self.request.user)[:OFFERED]
    return context


def _guard_snippets(view: Any) -> None:
    dispatch = view.dispatch

    def guarded(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_choose_snippet(request.user, self.model_class):
            raise Http404
        answer: HttpResponse = dispatch(self, request, *args, **kwargs)
        return answer

    view.dispatch = guarded


def close_side_doors() -> None:
    """Change the choosers of Wagtail that offer everything to everybody in the admin and have no hook.

    - Filters and choosers of images and documents offer the commonest tags of everybody's.
    - Choosers of snippets list every record, nominations among them, to whoever enters the admin.
    """
    BaseMediaFilterSet.__init__ = _make_media_filters_of_own_tags
    ImageChooseViewMixin.get_context_data = _choose_images_by_own_tags
    for view in SNIPPET_VIEWS:
        _guard_snippets(view)
