"""Who reviews, mediates and appoints in the admin: every address of the room's lists and decisions as everybody."""

from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.urls import reverse

from portal.kernel import clock
from showcase import wagtail_hooks
from showcase.domain import conversation, decisions, transfer_list
from showcase.domain import picture as pictures
from showcase.domain import technology as technologies
from showcase.domain.sides import Actor
from showcase.enquiry_enums import AbuseReason, Side
from showcase.focal_viewsets import FocalPointViewSet
from showcase.models import FocalPoint, TechnologyPage
from showcase.viewsets import AbuseReportViewSet, DealViewSet, EnquiryViewSet
from tests import rights, worlds
from tests.rights import Rule, Walk, World
from tests.showcase import test_rights_of_outcomes as outcomes
from tests.showcase.test_desk import picture
from tests.showcase.test_review import filled_draft
from tests.showcase.world import ROOM

MEDIATORS: Final = frozenset({"intermediary", "superuser"})
READERS: Final = MEDIATORS | {"reviewer"}
"""Reviewers read enquiries too."""
REVIEWERS: Final = frozenset({"reviewer", "superuser"})
APPOINTERS: Final = frozenset({"reviewer", "superuser"})


def lists(*, readers: frozenset[str], number: Any) -> dict[str, Rule]:
    """Return the rules of a list that nobody adds to, changes or deletes from."""
    return {
        "index": Rule(reads=readers),
        "index_results": Rule(reads=readers),
        "add": Rule(data=lambda _world: {"title": "Mới", "body": "Mới"}),
        "inspect": Rule(reads=readers, args=number),
        # Wagtail shows history and usage to those who may change; nobody may.
        **{page: Rule(args=number) for page in ("edit", "delete", "history", "history_results", "usage")},
    }


def decision(name: str, action: str) -> Rule:
    return Rule(
        reads=MEDIATORS,
        changes=MEDIATORS,
        args=lambda world: [world[name].pk, action],
        data=lambda _world: {"remark": "Vì vậy", "version": 1},
    )


def pk(name: str) -> Any:
    return lambda world: [world[name].pk]


ENQUIRIES: Final = lists(readers=READERS, number=pk("new"))
REPORTS: Final = {
    **lists(readers=MEDIATORS, number=pk("report")),
    "decide": decision("report", "uphold"),
    "decide#unknown": Rule(takes={"GET", "HEAD", "POST"}, args=lambda world: [world["report"].pk, "khong-co"]),
}
DEALS: Final = {
    **lists(readers=MEDIATORS, number=pk("deal")),
    "decide": decision("deal", "void"),
    "evidence": Rule(reads=MEDIATORS, args=lambda world: [world["deal"].versions.get().pk]),
}
FOCAL_POINTS: Final = {
    **lists(readers=APPOINTERS, number=pk("office")),
    "add": Rule(
        reads=APPOINTERS,
        changes=APPOINTERS,
        data=lambda world: {
            "person": world.person("stranger").email,
            "body": "UBND phường Thử",
            "email": "phuong@example.org",
        },
    ),
    "edit": Rule(
        reads=APPOINTERS,
        changes=APPOINTERS,
        args=pk("office"),
        data=lambda world: {"person": world["office"].user.email, "body": "Tên khác", "email": "khac@example.org"},
    ),
    "end": Rule(reads=APPOINTERS, changes=APPOINTERS, args=pk("office")),
}
del FOCAL_POINTS["inspect"]
FOCAL_POINTS |= {name: Rule(reads=APPOINTERS, args=pk("office")) for name in ("history", "history_results", "usage")}


def under_review(draft: TechnologyPage) -> int | None:
    """Return the revision that a reviewer reads now."""
    revision = decisions.text_under_review(TechnologyPage.objects.get(pk=draft.pk))
    return revision.pk if revision else None


REVIEW: Final = {
    "queue": Rule(reads=REVIEWERS),
    "review": Rule(
        reads=REVIEWERS,
        changes=REVIEWERS,
        args=pk("draft"),
        data=lambda world: {"action": "return", "reason": "Ghi rõ hơn.", "revision": under_review(world["draft"])},
    ),
    "picture": Rule(reads=REVIEWERS, args=lambda world: [world["draft"].pk, world["picture"]]),
    "lists": Rule(reads=REVIEWERS, told=REVIEWERS),
    "list-report": Rule(reads=REVIEWERS, args=pk("list")),
}
VIEWSETS: Final = {
    "enquiries": (EnquiryViewSet, ENQUIRIES),
    "abuse_reports": (AbuseReportViewSet, REPORTS),
    "deals": (DealViewSet, DEALS),
    "focal_points": (FocalPointViewSet, FOCAL_POINTS),
}


@worlds.standing
def world(market: SimpleNamespace) -> World:
    made = outcomes.make_world(market)
    now = clock.now()
    made.objects["report"] = conversation.report(
        enquiry=made["answered"],
        actor=Actor(Side.OWNER, made.person("owner")),
        reason=AbuseReason.SPAM,
        text="",
        now=now,
    )
    made.objects["office"] = FocalPoint.objects.get(user=made.person("focal"))
    draft = made.objects["draft"] = filled_draft(market)
    edited = draft.get_latest_revision_as_object()
    row = pictures.add_picture(page=edited, file=picture(), alt="Lò sấy", by=made.person("owner"))
    technologies.save_technology(page=edited, by=made.person("owner"))
    made.objects["picture"] = row.image_id
    technologies.submit_technology(page=draft, by=made.person("owner"), now=now)
    made.objects["list"] = transfer_list.load_list(
        version="Thử",
        source="Nghị định thử",
        valid_from=clock.today(),
        valid_to=None,
        is_illustrative=True,
        entries=[],
        by=made.person("reviewer"),
        now=now,
    )
    return made


def test_every_address_has_its_rule() -> None:
    for viewset, rules in VIEWSETS.values():
        assert rights.names_of(viewset().get_urlpatterns()) == rights.without_variants(rules), viewset
    assert rights.names_of(wagtail_hooks.review_urls()) == set(REVIEW)
    assert rights.names_of(wagtail_hooks.need_report_urls()) == {"need_report"}


@pytest.mark.parametrize("namespace", [*sorted(VIEWSETS), "showcase_review"])
def test_officers_pages_are_for_their_officers(world: World, namespace: str) -> None:
    rules = VIEWSETS[namespace][1] if namespace in VIEWSETS else REVIEW
    assert Walk(world, rooms=ROOM, namespace=namespace, is_admin=True).walk(rules) == []


def test_the_report_of_needs_is_for_those_who_may_read_it(world: World) -> None:
    walk = Walk(world, rooms=ROOM, namespace="", is_admin=True)
    assert walk.walk({"need_report": Rule(reads=APPOINTERS)}) == []


@pytest.mark.parametrize("name", ["review", "list-report"])
def test_who_may_not_review_learns_nothing_of_what_exists(world: World, name: str) -> None:
    walk = Walk(world, rooms=ROOM, namespace="showcase_review", is_admin=True)
    known = reverse(f"showcase_review:{name}", args=REVIEW[name].args(world))
    unknown = reverse(f"showcase_review:{name}", args=[10**9])
    for person in ("officer", "intermediary"):
        answers = [walk.send(person, "GET", address, {}) for address in (known, unknown)]
        assert answers[0].status_code == answers[1].status_code, person
    assert [walk.send("reviewer", "GET", address, {}).status_code for address in (known, unknown)] == [200, 404]
