"""Two newsrooms for the walk: everything that A has carries the canary, and B's people must never meet it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment as EditorComment
from wagtail.models import Locale, Page, Site, UploadedFile
from wagtail_localize.models import OverridableSegment, StringSegment, Translation
from wagtail_localize.operations import translate_object

from exhibitors.enums import VerificationState
from news import roles
from news.domain import featuring
from news.models import ArticlePage
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from portal.media.models import PortalDocument
from portal.pages.models import ResponsibleBody
from portal.vocabularies.enums import VocabularyCode
from tests.admin import belongings
from tests.factories import awards, exhibitors
from tests.factories import news as factory

CANARY: Final = "CHIMVANG"
ANONYMOUS: Final = "anonymous"
Values = dict[str, object]


@dataclass
class World:
    """People by the name of their role, objects by kind: the values that fill an address, one dictionary for each."""

    people: dict[str, User | None] = field(default_factory=dict)
    objects: dict[str, list[Values]] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    base: Values = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str, user: User | None) -> None:
        """Add a person with a session of their own."""
        self.people[name] = user
        if user is not None:
            client = Client()
            client.force_login(user)
            self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def fill(self, kind: str) -> list[Values]:
        """Return what fills an address that takes this kind of object; KeyError for a kind that nobody made."""
        return [self.base | values for values in (self.objects[kind] if kind != "none" else [{}])]


def build(site: Site) -> World:
    """Make both newsrooms, what A's hold in every state, and the people of the walk."""
    world = World()
    a, b = factory.make_newsroom(site, "bao-a", "Báo A"), factory.make_newsroom(site, "bao-b", "Báo B")
    role_domain.sync(declared=[roles.declared()])
    # Where A's editor appears to others, it is by this name.
    User.objects.filter(pk=a.editor.pk).update(full_name=f"{CANARY} Biên Tập")
    own = factory.make_article(b.page, "Bài của B", live=False)
    _pages(world, a)
    _media(world, a)
    _records(world, site, a)
    ResponsibleBody.for_site(site)  # the row that every page of the portal makes where there is none yet
    world.pages |= {"newsroom": a.page, "own": own, "own newsroom": b.page}
    world.base |= {
        "destination_id": b.page.pk,
        "content_type_app_name": "news",
        "content_type_model_name": "articlepage",
        "app_label": "wagtailcore",
        "model_name": "page",
        "app_name": "news",
        "filter_spec": "width-100",
        "language": "vi",
        "mode": "",
        "ending": "csv",
        "locale_id": a.page.locale_id,
        "collection_id": a.page.collection_id,
    }
    people = (
        (ANONYMOUS, None),
        ("account", User.objects.create_user("tai-khoan@example.org", full_name="Tài Khoản")),
        ("editor B", b.editor),
        ("chief B", b.chief),
        ("featuring", factory.make_user("tin-noi-bat@example.org", roles.FEATURING_GROUP)),
        ("portal editors", _member("bien-tap-cong@example.org", "Biên tập viên cổng")),
        ("editor A", User.objects.get(pk=a.editor.pk)),
        ("chief A", a.chief),
        ("operator", User.objects.create_superuser("van-hanh@example.org", full_name="Vận Hành")),
    )
    for name, user in people:
        world.sign_in(name, user)
    return world


def _member(address: str, group: str) -> User:
    from home import roles as of_home

    role_domain.sync(declared=[of_home.declared()])
    return factory.make_user(address, group)


def _pages(world: World, a: factory.Newsroom) -> None:
    draft = factory.make_article(a.page, f"{CANARY} nháp", live=False)
    draft.save_revision(user=a.editor)
    draft.get_workflow().start(draft, a.editor)
    live = factory.make_article(a.page, "Bài công khai")
    translate_object(live, [Locale.objects.get(language_code="en")])
    live = ArticlePage.objects.get(pk=live.pk)
    live.title = f"{CANARY} sửa"
    live.save_revision(user=a.editor)
    scheduled = factory.make_article(a.page, f"{CANARY} hẹn giờ", live=False)
    scheduled.go_live_at = clock.now() + timedelta(days=3)
    scheduled.save_revision(user=a.editor).publish()
    locked = factory.make_article(a.page, f"{CANARY} khóa", live=False, locked=True, locked_by=a.editor)
    kept = {
        "draft": draft,
        "live": live,
        "scheduled": scheduled,
        "locked": locked,
        "english": live.get_translation(Locale.objects.get(language_code="en")),
    }
    world.pages |= {name: Page.objects.get(pk=page.pk).specific for name, page in kept.items()}
    english = world.pages["english"]
    Page.objects.filter(pk=english.pk).update(draft_title=f"{CANARY} English")
    EditorComment.objects.create(page=live, user=a.editor, text=f"{CANARY} ghi chú", contentpath="title")
    state = draft.current_workflow_task_state
    world.base |= {
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_id": state.workflow_state.workflow_id,
        "workflow_pk": state.workflow_state.workflow_id,
        "workflow_state_id": state.workflow_state_id,
        "action_name": "approve",
    }
    world.objects["page"] = [_page(page) for page in (*kept.values(), a.page)]
    world.objects["task"] = [{"pk": state.task_id}]
    world.objects["workflow"] = [{"pk": state.workflow_state.workflow_id}]
    world.objects["session"] = [
        {
            "object_id": live.pk,
            "session_id": EditingSession.objects.create(
                user=a.editor,
                content_type=ContentType.objects.get_for_model(ArticlePage),
                object_id=str(live.pk),
                last_seen_at=clock.now(),
            ).pk,
        }
    ]
    translation = Translation.objects.get(source__object_id=live.translation_key)
    strings = StringSegment.objects.filter(source=translation.source)
    world.objects["translation"] = [
        {
            "translation_id": translation.pk,
            "translation_source_id": translation.source_id,
            "string_segment_id": strings.order_by("pk")[0].pk,
            "overridable_segment_id": getattr(
                OverridableSegment.objects.filter(source=translation.source).first(), "pk", 1
            ),
        }
    ]


def _page(page: Page) -> Values:
    names = ("page_id", "page_to_move_id", "parent_page_id", "page_pk", "pk", "object_id")
    return {
        **dict.fromkeys(names, page.pk),
        "revision_id": page.latest_revision_id or 1,
        "content_type_id": page.content_type_id,
    }


def _media(world: World, a: factory.Newsroom) -> None:
    image = factory.make_image(
        f"{CANARY} ảnh", collection=a.page.collection, caption=CANARY, uploaded_by_user_id=a.editor.pk
    )
    image.tags.add(f"{CANARY.lower()} nhãn")
    document = PortalDocument.objects.create(
        title=f"{CANARY} tài liệu",
        collection=a.page.collection,
        file=ContentFile(CANARY.encode(), name=f"{CANARY}.txt"),
        uploaded_by_user_id=a.editor.pk,
    )
    page = world.pages["draft"]
    page.picture, page.caption, page.credit, page.media_file = image, "Chú thích", "Nguồn", document
    page.save_revision(user=a.editor)
    uploads = {
        "image": UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(type(image)),
            file=get_test_image_file(f"{CANARY}.png"),
            uploaded_by_user=a.editor,
        ),
        "document": UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(PortalDocument),
            file=ContentFile(CANARY.encode(), name=f"{CANARY}.txt"),
            uploaded_by_user=a.editor,
        ),
    }
    world.objects |= {
        "image": [{"image_id": image.pk, "pk": image.pk}],
        "document": [{"document_id": document.pk, "doc_id": document.pk, "pk": document.pk}],
        **{f"uploaded {name}": [{"uploaded_file_id": upload.pk}] for name, upload in uploads.items()},
        "bulk": list(_bulk(world, {"image": image.pk, "document": document.pk})),
        "tag": [{"?": f"?term={CANARY[:4].lower()}", "app_name": "taggit", "model_name": "tag"}],
    }


def _bulk(world: World, media: dict[str, int]) -> Iterator[Values]:
    """Yield every bulk action there is, with keys of A's objects; those of people and snippets among them."""
    pages = [world.pages[name].pk for name in ("draft", "live", "scheduled", "locked")]
    keys = {"Page": pages, "PortalImage": [media["image"]], "PortalDocument": [media["document"]]}
    for app_label, models in bulk_action_registry.actions.items() or _scanned():
        for model_name, actions in models.items():
            model = apps.get_model(app_label, model_name)
            wanted = keys.get(model.__name__, [model._default_manager.values_list("pk", flat=True).first() or 1])
            for action in actions:
                query = "&".join(f"id={key}" for key in wanted)
                yield {"app_label": app_label, "model_name": model_name, "action": action, "?": f"?{query}"}


def _scanned() -> Any:
    bulk_action_registry._scan_for_bulk_actions()
    return bulk_action_registry.actions.items()


def _records(world: World, site: Site, a: factory.Newsroom) -> None:
    live = world.pages["live"]
    operator = User.objects.create_superuser("nguoi-dung@example.org", full_name="Người Dựng")
    featured = featuring.feature(article=live, by=operator, now=clock.now())
    award_list = awards.make_index(site)
    nomination = awards.submit(awards.make_award(award_list), title=f"{CANARY} hồ sơ")
    # Not public: what is public may be named by everybody who writes.
    organisation = exhibitors.make_organisation(name=f"{CANARY} công ty", state=VerificationState.SUSPENDED)
    term = exhibitors.make_term(VocabularyCode.FIELD, "walk", "Lĩnh vực thử")
    world.objects |= {
        **belongings.make(a, pages=world.pages, operator=operator, canary=CANARY),
        "public parent": [{"parent_page_id": a.page.pk}],
        "featured": [{"pk": featured.pk}],
        "nomination": [{"pk": nomination.pk}],
        "edition": [{"award_key": nomination.award_key}],
        "award list": [{"pk": award_list.pk}],
        "organisation": [{"pk": organisation.pk, "action": "approve", "paper_pk": 1}],
        "term": [{"pk": term.pk, "app_label": "vocabularies", "model_name": "term"}],
        "event": [{"page_id": live.pk}],
        "person": [{"pk": a.editor.pk}],
        "group": [{"pk": Group.objects.get(name=roles.editors_group(a.page)).pk}],
        "collection": [{"pk": a.page.collection_id}],
        "site": [{"pk": site.pk}],
        "locale": [{"pk": a.page.locale_id}],
    }
