"""Groups, collection rights and workflow of each newsroom, and of those who feature stories."""

from news.models import NewsroomPage
from portal.accounts import roles
from portal.accounts.roles import CollectionRight, PageRight, Role, RoleSet, WorkflowSpec, WorkflowStep

FEATURING_GROUP = "Sở KH&CN – tin nổi bật"
TRANSLATING = frozenset({"wagtail_localize.submit_translation"})
COMMENTS = frozenset({"news.view_comment", "news.change_comment"})
FEATURING = frozenset({"news.add_featuredstory", "news.view_featuredstory", "news.delete_featuredstory"})


def editors_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that writes and hands on."""
    return f"{newsroom.short_name} – biên tập viên"


def chiefs_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that approves and publishes."""
    return f"{newsroom.short_name} – tổng biên tập"


def workflow_name(newsroom: NewsroomPage) -> str:
    """Return the name of the newsroom's workflow."""
    return f"{newsroom.short_name} – duyệt bài"


def _newsroom_roles(pages: list[NewsroomPage]) -> tuple[tuple[Role, Role], WorkflowSpec]:
    """Return the roles and the workflow of one newsroom, given its page in every language."""
    newsroom = pages[0]
    collection = newsroom.collection
    rights = (CollectionRight(collection, roles.IMAGES | roles.DOCUMENTS),) if collection else ()
    editors = Role(
        group=editors_group(newsroom),
        permissions=COMMENTS | TRANSLATING,
        pages=tuple(PageRight(page, roles.EDIT) for page in pages),
        collections=rights,
    )
    chiefs = Role(
        group=chiefs_group(newsroom),
        permissions=COMMENTS | TRANSLATING,
        pages=tuple(PageRight(page, roles.PUBLISH) for page in pages),
        collections=rights,
    )
    workflow = WorkflowSpec(
        name=workflow_name(newsroom),
        steps=(WorkflowStep(name=workflow_name(newsroom), group=chiefs_group(newsroom)),),
        pages=tuple(pages),
    )
    return (editors, chiefs), workflow


def declared() -> RoleSet:
    """Return the roles of every newsroom that stands now."""
    by_key: dict[object, list[NewsroomPage]] = {}
    for page in NewsroomPage.objects.filter(alias_of=None).select_related("collection").order_by("pk"):
        by_key.setdefault(page.translation_key, []).append(page)
    made = [_newsroom_roles(pages) for pages in by_key.values()]
    featuring = Role(group=FEATURING_GROUP, permissions=FEATURING)
    return RoleSet(
        roles=(featuring, *(role for pair, _workflow in made for role in pair)),
        workflows=tuple(workflow for _pair, workflow in made),
    )


roles.register(declared)
