"""Each guard taken out alone turns the walk red: none of them stands where nothing would come through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Site
from wagtail.models.pages import PagePermissionTester
from wagtail_localize.views.report import TranslationsReportView

from news import admin_choosers, admin_guards, media_permissions, people, permissions
from news.models import Comment
from tests.admin import policy
from tests.admin.searches import searches
from tests.admin.walk import Walk, filled, wrong
from tests.admin.world import World, build

pytestmark = [pytest.mark.references, pytest.mark.admin_search]


@dataclass(frozen=True)
class Gap:
    """One guard replaced by nothing, and the addresses at which that must show."""

    name: str
    holder: Any
    attribute: str
    instead: Any
    at: str


def _everything(_user: Any, records: Any = None) -> Any:
    return records


GAPS: Final = (
    Gap("pages to link to", permissions, "linkable_pages", _everything, r"^choose-page/(search/\?page_type|chosen)"),
    Gap("pages to explore", permissions, "explorable_pages", _everything, r"^pages/<int:parent_page_id>/$"),
    Gap(
        "comments of own stories", permissions, "comments_for", lambda _user: Comment.objects.all(), r"^news_comments/"
    ),
    Gap(
        "own images",
        media_permissions,
        "own_images",
        lambda _user: get_image_model().objects.all(),
        r"^(images/chooser/|api/main/images/)",
    ),
    Gap(
        "own documents",
        media_permissions,
        "own_documents",
        lambda _user: get_document_model().objects.all(),
        r"^(documents/chooser/|api/main/documents/)",
    ),
    Gap(
        "own pages to translate",
        admin_guards,
        "may_edit_page",
        lambda _user, _page: True,
        r"^(localize/(submit/page|update)|pages/workflow/confirm)",
    ),
    Gap("bulk actions", BulkAction, "get_actionable_objects", admin_guards._all_actionable, r"^bulk/"),
    Gap(
        "choosers of snippets",
        admin_choosers,
        "may_choose_snippet",
        lambda _user, _model: True,
        r"^snippets/choose/awards",
    ),
    Gap("own tags", admin_choosers, "own_tags", lambda _user: admin_choosers.Tag.objects.all(), r"^tag-autocomplete/"),
    Gap(
        "report of translations",
        admin_guards.OwnTranslationsReportView,
        "get_queryset",
        TranslationsReportView.get_queryset,
        r"^localize/reports/",
    ),
    Gap("report of page types", PageTypesUsageReportView, "any_permission_required", ["add"], r"^reports/page-types"),
    Gap("names in filters", people, "nameable", _everything, r"^(reports/|pages/<int:parent|images/)"),
    Gap(
        "images of the API",
        admin_guards.OwnImagesViewSet,
        "get_queryset",
        ImagesAdminAPIViewSet.get_queryset,
        r"^api/main/images/",
    ),
    Gap(
        "documents of the API",
        admin_guards.OwnDocumentsViewSet,
        "get_queryset",
        DocumentsAdminAPIViewSet.get_queryset,
        r"^api/main/documents/",
    ),
    Gap("pages chosen", admin_choosers.OwnChosenPagesView, "get", ChosenMultipleView.get, r"^choose-page/chosen"),
    Gap(
        "Wagtail's own right to edit",
        PagePermissionTester,
        "can_edit",
        lambda _self: True,
        r"^pages/<int:page_id>/edit/$",
    ),
)


def _addresses(world: World, at: str) -> Iterator[tuple[policy.Line, str]]:
    for line in policy.read().values():
        if re.search(at, line.address):
            for values in world.fill(line.takes):
                yield line, filled(line.address, values)
    everybody = policy.Line("", policy.Access.EVERYBODY, "none")
    for address in searches(world):
        if re.search(at, address.removeprefix("/admin/")):
            yield everybody, address


def _problems(walk: Walk, at: str) -> list[str]:
    return [
        problem
        for line, address in _addresses(walk.world, at)
        for problem in wrong(walk.send("editor B", "GET", address), line)
    ]


def test_every_guard_is_missed_when_it_is_gone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(build(site))
    unseen = []
    for gap in GAPS:
        with monkeypatch.context() as patch:
            patch.setattr(gap.holder, gap.attribute, gap.instead)
            if not _problems(walk, gap.at):
                unseen.append(gap.name)
    assert unseen == [], f"taken out of {len(GAPS)} guards, and nothing showed"
