"""Addresses with a query: what a listing, chooser, report, export or the admin's API answers to the most curious."""

import itertools
from collections.abc import Iterator
from typing import Final

from wagtail.models import Page

from news.enums import CommentState
from news.replies.enums import ReplyState
from news.reports.enums import ReportKind
from tests.admin.world import CANARY, World

# Cut short, so that an echo of what was asked is no leak.
TERM: Final = CANARY[:5]
LISTINGS: Final = (
    "pages/search/",
    "pages/search/results/",
    "choose-page/search/",
    "images/",
    "images/results/",
    "images/chooser/",
    "images/chooser/results/",
    "documents/",
    "documents/results/",
    "documents/chooser/",
    "documents/chooser/results/",
    "news_comments/",
    "news_comments/results/",
    "snippets/choose/awards/nomination/",
    "snippets/choose/awards/nomination/results/",
    "organisations/",
    "organisation_chooser/",
    "organisation_chooser/results/",
    "news_programmes/",
    "news_programmes/results/",
    "news_air_times/",
    "news_air_times/results/",
    "news_featured/",
)
REPORTS: Final = (
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/aging-pages/",
    "reports/page-types-usage/",
    "localize/reports/translations/",
    "reports/languages/",
)


def searches(world: World) -> Iterator[str]:
    """Yield every address with its query."""
    for address in LISTINGS:
        yield f"/admin/{address}?q={TERM}"
        yield f"/admin/{address}?q={TERM}&ordering=title&p=1&per_page=100"
    yield from _pages(world)
    yield from _reports(world)
    yield from _api(world)
    yield from _media(world)
    yield from _newsrooms(world)


def _pages(world: World) -> Iterator[str]:
    kind = f"page_type=news.articlepage&q={TERM}"
    for address in ("choose-page/", "choose-page/search/"):
        yield f"/admin/{address}?{kind}&allow_external_link=true&can_choose_root=true"
        yield f"/admin/{address}?page_type=wagtailcore.page&user_perms=copy_to&q={TERM}"
    keys = "&".join(f"id={page.pk}" for page in world.pages.values())
    yield f"/admin/choose-page/chosen-multiple/?{keys}"
    yield f"/admin/choose-page/{world.base['destination_id']}/?lang=en&page_type=news.articlepage"
    for name in ("own newsroom", "newsroom"):
        pk = world.pages[name].pk
        for query in ("ordering=ord", "ordering=-latest_revision_created_at", f"q={TERM}", "export=xlsx", "export=csv"):
            yield f"/admin/pages/{pk}/?{query}"
            yield f"/admin/pages/{pk}/results/?{query}"
    yield "/admin/pages/usage/news/articlepage/?p=1"
    yield "/admin/pages/usage/news/newsroompage/"


def _reports(world: World) -> Iterator[str]:
    owner = world.people["editor A"]
    assert owner is not None
    for report in REPORTS:
        for query in (
            "",
            "export=csv",
            "export=xlsx",
            f"q={TERM}",
            f"user={owner.pk}&owner={owner.pk}&locked_by={owner.pk}&export=csv",
            "reviewable=false&status=&export=csv",
            f"label={TERM}&object_id={world.pages['draft'].pk}&export=xlsx",
        ):
            yield f"/admin/{report}?{query}"
            yield f"/admin/{report}results/?{query}"


def _api(world: World) -> Iterator[str]:
    root = Page.get_first_root_node()
    assert root is not None
    parents = [page.pk for page in world.pages.values()] + [root.pk]
    for kind in ("pages", "images", "documents"):
        for query in ("fields=*", "fields=*&limit=50", f"search={TERM}", "order=-id&fields=*", "format=api&fields=*"):
            yield f"/admin/api/main/{kind}/?{query}"
    for key in parents:
        for query in ("child_of", "descendant_of", "translation_of", "ancestor_of"):
            yield f"/admin/api/main/pages/?{query}={key}&fields=*&limit=50"
        yield f"/admin/api/main/pages/?child_of={key}&for_explorer=1&fields=*"
        yield f"/admin/api/main/pages/{key}/?fields=*"
        yield f"/admin/api/main/pages/find/?id={key}"
    yield "/admin/api/main/pages/?type=news.ArticlePage&fields=*,parent(*)&limit=50"
    yield "/admin/api/main/pages/?type=news.NewsroomPage&fields=*&has_children=1"
    yield "/admin/api/main/pages/?locale=en&fields=*"
    yield "/admin/api/main/pages/find/?html_path=/tin-tuc/bao-a/"


def _media(world: World) -> Iterator[str]:
    image, document = world.objects["image"][0]["pk"], world.objects["document"][0]["pk"]
    for kind, key in (("images", image), ("documents", document)):
        yield f"/admin/{kind}/chooser/chosen-multiple/?id={key}"
        yield f"/admin/{kind}/?collection_id={world.base['collection_id']}"
        yield f"/admin/{kind}/?tag={TERM.lower()}"
        yield f"/admin/{kind}/chooser/results/?collection_id={world.base['collection_id']}&tag=x"
        yield f"/admin/api/main/{kind}/{key}/?fields=*"
        yield f"/admin/api/main/{kind}/find/?id={key}"
    yield f"/admin/tag-autocomplete/?term={TERM.lower()}"


def _newsrooms(world: World) -> Iterator[str]:
    """Yield what people of a newsroom have open all day: their work, their desk, their figures, their own forms."""
    for part in ("waiting", "returned", "mine", "running", "topics", "late"):
        yield f"/admin/news/my-work/?show={part}&priority="
    for state in ("", *ReplyState.values):
        yield f"/admin/news/desk/?state={state}"
    for state in CommentState.values:
        yield f"/admin/news_comments/?state={state}&q={TERM}"
    code = getattr(world.pages["newsroom"], "code", "")
    for kind, query in itertools.product(ReportKind.values, ("", "&file=csv", "&file=xlsx")):
        yield f"/admin/news-reports/{kind}/?newsroom={code}&from=2020-01-01{query}"
    own, newsroom = world.pages["own"].pk, world.pages["own newsroom"].pk
    yield f"/admin/pages/{own}/edit/"
    yield f"/admin/pages/add/news/articlepage/{newsroom}/"
    for address in ("news_programmes/new/", "news/topics/propose/", "newsrooms/", "schedule/", ""):
        yield f"/admin/{address}?q={TERM}"
    for address in ("news/my-work", "news/reviews", "news/corrections", "news/takedown", "translations"):
        yield f"/admin/{address}/{own}/" + ("terms/" if address == "translations" else "")
    yield f"/admin/newsrooms/{getattr(world.pages['own newsroom'], 'translation_key', '')}/"
