"""Groups, collection rights and workflows of each newsroom, and of those who feature stories."""

import uuid

from wagtail.models import Workflow

from news.desk import processes
from news.desk.enums import StoryProcess
from news.domain import step_changes
from news.models import ArticlePage, NewsroomPage, StoryTask
from news.rooms import standing
from portal.accounts import roles
from portal.accounts.roles import CollectionRight, PageRight, Role, RoleSet, WorkflowSpec, WorkflowStep

FEATURING_GROUP = "Sở KH&CN – tin nổi bật"
TRANSLATING = frozenset({"wagtail_localize.submit_translation"})
COMMENTS = frozenset({"news.view_comment", "news.change_comment"})
PROGRAMMES = frozenset(
    {
        "news.view_programme",
        "news.add_programme",
        "news.change_programme",
        "news.view_programmeairtime",
        "news.change_programmeairtime",
    }
)
FEATURING = frozenset(
    {"news.add_featuredstory", "news.change_featuredstory", "news.view_featuredstory", "news.delete_featuredstory"}
)
ADDING = frozenset({"add_page"})


def editors_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that edits stories of others and approves them at the desk."""
    return f"{newsroom.short_name} – biên tập viên"


def chiefs_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that approves last, which publishes."""
    return f"{newsroom.short_name} – tổng biên tập"


def reporters_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that proposes topics and writes its own stories only."""
    return f"{newsroom.short_name} – phóng viên"


def legal_group(newsroom: NewsroomPage) -> str:
    """Return the name of the group that approves the legal step of broadcasts, and sees a story only there."""
    return f"{newsroom.short_name} – pháp chế"


def workflow_name(newsroom: NewsroomPage, process: StoryProcess = StoryProcess.ARTICLE) -> str:
    """Return the name of the newsroom's workflow for one way of a story."""
    return f"{newsroom.short_name} – {processes.NAMES[process]}"


def step_name(newsroom: NewsroomPage, process: StoryProcess, step: processes.Step) -> str:
    """Return the name of one step of a workflow."""
    return f"{workflow_name(newsroom, process)}: {step.label}"


def workflow_of(article: ArticlePage) -> Workflow | None:
    """Return the workflow in use for the story's way in its newsroom, or in the one that this went into; None for a story that lies nowhere yet."""
    parent = article.get_parent() if article.pk else None
    newsroom = parent.specific if parent is not None else None
    if not isinstance(newsroom, NewsroomPage):
        return None
    known = standing.ended()
    if newsroom.translation_key in known:
        heir = standing.heir(newsroom.translation_key, known)
        newsroom = NewsroomPage.objects.filter(translation_key=heir, alias_of=None).order_by("pk").first() or newsroom
    found: Workflow | None = Workflow.objects.active().filter(name=workflow_name(newsroom, article.way)).first()
    return found


def _workflow(newsroom: NewsroomPage, process: StoryProcess, pages: tuple[NewsroomPage, ...]) -> WorkflowSpec:
    groups = {
        processes.Hand.EDITOR: editors_group(newsroom),
        processes.Hand.CHIEF: chiefs_group(newsroom),
        processes.Hand.LEGAL: legal_group(newsroom),
    }
    steps = []
    for step in processes.STEPS[process]:
        first, *others = (groups[hand] for hand in processes.Hand if hand in step.hands)
        steps.append(
            WorkflowStep(
                name=step_name(newsroom, process, step),
                group=first,
                also=tuple(others),
                task=StoryTask,
                options={
                    "asks_for_another": step.is_another,
                    "is_reading_only": step.is_reading_only,
                    "minutes": step.minutes,
                },
            )
        )
    return WorkflowSpec(
        name=workflow_name(newsroom, process), steps=tuple(steps), pages=pages, settle=step_changes.settle
    )


def _collection_rights(pages: list[NewsroomPage], formers: list[NewsroomPage]) -> tuple[CollectionRight, ...]:
    collections = {page.collection_id: page.collection for page in (*pages, *formers) if page.collection}
    return tuple(CollectionRight(one, roles.IMAGES | roles.DOCUMENTS) for one in collections.values())


def _page_rights(
    pages: list[NewsroomPage], formers: list[NewsroomPage], codenames: frozenset[str]
) -> tuple[PageRight, ...]:
    """Return full rights on one's own pages; what went into the newsroom is corrected, and gets nothing new."""
    corrected = codenames - ADDING
    return (
        *(PageRight(page, codenames) for page in pages),
        *(PageRight(page, corrected) for page in formers if corrected),
    )


def _newsroom_roles(
    pages: list[NewsroomPage], formers: list[NewsroomPage]
) -> tuple[tuple[Role, ...], tuple[WorkflowSpec, ...]]:
    """Return the roles and workflows of one newsroom, given its page in every language and what went into it."""
    newsroom = pages[0]
    rights = _collection_rights(pages, formers)
    on_pages = {
        reporters_group(newsroom): (frozenset[str](), roles.WRITE_OWN, _collection_rights(pages, [])),
        editors_group(newsroom): (COMMENTS | TRANSLATING | PROGRAMMES, roles.EDIT, rights),
        chiefs_group(newsroom): (COMMENTS | TRANSLATING | PROGRAMMES, roles.PUBLISH, rights),
    }
    people = tuple(
        Role(
            group=group,
            permissions=permissions,
            pages=_page_rights(pages, formers, codenames),
            collections=media,
        )
        for group, (permissions, codenames, media) in on_pages.items()
    )
    # A page has one workflow in Wagtail: the one for articles stands there, ``ArticlePage.get_workflow`` picks among all.
    workflows = tuple(
        _workflow(newsroom, process, (*pages, *formers) if process is StoryProcess.ARTICLE else ())
        for process in StoryProcess
    )
    return (*people, Role(group=legal_group(newsroom))), workflows


def _ended_roles(newsroom: NewsroomPage) -> tuple[tuple[Role, ...], tuple[WorkflowSpec, ...]]:
    """Return the groups of a newsroom that is closed or went into another: they keep their people and open nothing."""
    groups = (reporters_group, editors_group, chiefs_group, legal_group)
    people = tuple(Role(group=group(newsroom), admin_access=False) for group in groups)
    return people, tuple(_workflow(newsroom, process, ()) for process in StoryProcess)


def declared() -> RoleSet:
    """Return the roles of every newsroom that stands now; who went into another is edited by that one's people."""
    by_key: dict[uuid.UUID, list[NewsroomPage]] = {}
    for page in NewsroomPage.objects.filter(alias_of=None).select_related("collection").order_by("pk"):
        by_key.setdefault(page.translation_key, []).append(page)
    known = standing.ended()
    made = [
        _ended_roles(pages[0])
        if key in known
        else _newsroom_roles(
            pages, [page for former in standing.formers(key, known) for page in by_key.get(former, ())]
        )
        for key, pages in by_key.items()
    ]
    featuring = Role(group=FEATURING_GROUP, permissions=FEATURING)
    return RoleSet(
        roles=(featuring, *(role for people, _workflows in made for role in people)),
        workflows=tuple(workflow for _people, workflows in made for workflow in workflows),
    )


roles.register(declared)
