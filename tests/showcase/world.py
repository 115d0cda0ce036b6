"""The world in which rights in the showcase room are walked: one organisation with everything, its twin, everybody around."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock, tokens
from showcase.domain import conversation, life_links, match_digests, need_for_others, sides
from showcase.domain import file as files
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.enums import FileDisclosure
from showcase.models import FocalPoint, MatchDigest, NeedConsent, NeedPage, TechnologyPage
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory
from tests.factories.matches import offer, refuse, want
from tests.rights import World
from tests.showcase.test_review import filled_draft

ROOM: Final = ("showcase", "exhibitors")
PEOPLE: Final = (
    "anonymous",
    "stranger",
    "viewer",
    "editor",
    "owner",
    "former",
    "twin_owner",
    "reviewer",
    "intermediary",
    "officer",
    "focal",
    "other_focal",
    "sender",
    "superuser",
)
EVERYBODY: Final = frozenset(PEOPLE)
SIGNED_IN: Final = EVERYBODY - {"anonymous"}
MEMBERS: Final = frozenset({"viewer", "editor", "owner"})
WRITERS: Final = frozenset({"editor", "owner"})
DESKS: Final = WRITERS | {"twin_owner"}
"""Those who write for an organisation, whichever: addresses without an object are about their own."""
PDF: Final = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name: str = "tep.pdf") -> SimpleUploadedFile:
    """Return a small file."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def people_of(market: SimpleNamespace) -> dict[str, User | None]:
    """Make everybody, in the order of ``PEOPLE``."""
    owner = exhibitors.owner_of(market.organisation)
    former = exhibitors.make_member(market.organisation, MemberRole.OWNER)
    memberships.remove_member(membership=former, by=owner, now=clock.now())
    made: dict[str, User | None] = {
        "anonymous": None,
        "owner": owner,
        "former": former.user,
        "twin_owner": exhibitors.owner_of(market.buyer),
        "reviewer": factory.make_reviewer(),
        "intermediary": factory.make_intermediary(),
        "officer": exhibitors.make_officer(),
        "focal": focal.person_of(focal.appoint()),
        "other_focal": focal.person_of(focal.appoint()),
        "superuser": User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành"),
    }
    for role in (MemberRole.VIEWER, MemberRole.EDITOR):
        made[role.value] = exhibitors.make_member(market.organisation, role).user
    made |= {name: exhibitors.make_person() for name in ("stranger", "sender")}
    assert set(made) == EVERYBODY
    return {name: made[name] for name in PEOPLE}


def make_world(market: SimpleNamespace) -> World:
    """Return the people, with a published technology and need of the organisation."""
    world = World(people_of(market), {"market": market})
    world.objects["technology"] = factory.publish_technology(market, title="Sấy bơm nhiệt")
    world.objects["need"] = factory.publish_need(market, title="Cần sấy kín")
    return world


def add_drafts(world: World) -> None:
    """Add a complete draft, files of every level, and a need that the focal point entered for the organisation."""
    market = world["market"]
    world.objects["draft"] = filled_draft(market)
    page = world["technology"]
    for level in FileDisclosure:
        files.add_file(
            page=page,
            file=pdf(f"{level}.pdf"),
            title=str(level),
            disclosure=level,
            by=world.person("owner"),
            now=clock.now(),
        )
    page.save_revision().publish()
    page = world.objects["technology"] = TechnologyPage.objects.get(pk=page.pk)
    world.objects["files"] = {row.disclosure: row.file_id for row in page.files.all()}
    twin = factory.publish_technology(market, organisation=market.buyer, title="Sấy bơm nhiệt")
    files.add_file(
        page=twin,
        file=pdf(),
        title="Tệp",
        disclosure=FileDisclosure.PUBLIC,
        by=world.person("twin_owner"),
        now=clock.now(),
    )
    twin.save_revision().publish()
    world.objects["twin_file"] = TechnologyPage.objects.get(pk=twin.pk).files.get().file_id
    subject = f"{page.translation_key}:{world.person('owner').pk}"
    world.objects["renewal"] = _secret(life_links.PURPOSE, subject)


def add_entered_need(world: World) -> None:
    """Add a need that the focal point entered for the organisation, with its link."""
    office = FocalPoint.objects.get(user=world.person("focal"))
    page = focal.enter(world["market"], office, organisation=world["market"].organisation)
    world.objects["entered"] = NeedPage.objects.get(pk=page.pk)
    consent = NeedConsent.objects.get(need_key=page.translation_key)
    world.objects["consent"] = _secret(need_for_others.PURPOSE, str(consent.pk))


def add_matches(world: World) -> None:
    """Add a technology with two matches, one of them refused, and the link that ends the mails."""
    market = world["market"]
    technology = world.objects["offer"] = offer(market)
    world.objects["wanted"] = want(market)
    refused = want(market, title="Sấy tỏi bớt điện")
    owner = world.person("owner")
    world.objects["refusal"] = refuse(technology, refused, owner)
    digest = MatchDigest.objects.create(organisation=market.organisation, user=owner)
    world.objects["digest"] = _secret(match_digests.PURPOSE, str(digest.pk))


def add_enquiries(world: World) -> None:
    """Add enquiries that wait for the address, that are new, and that are answered, and a refused sender."""
    sender, owner, page = world.person("sender"), world.person("owner"), world["technology"]
    now = clock.now()
    waiting = factory.ask(page, confirmed=False, email="cho@example.org")
    world.objects["confirmation"] = sides.issue_confirmation(enquiry=waiting, now=now)
    world.objects["new"] = factory.ask(page, email="moi@example.org")
    answered = world.objects["answered"] = factory.answered(page, owner, sender=sender, email=sender.email)
    world.objects["link"] = sides.issue_link(enquiry=answered, now=now)
    refused = factory.ask(page, email="phien@example.org")
    world.objects["block"] = conversation.refuse_sender(enquiry=refused, by=owner, now=now)


def offer_contact(side: Side) -> Any:
    """Return what makes a side ready to share its contact details."""

    def prepare(world: World) -> None:
        actor = Actor(side, world.person("owner" if side is Side.OWNER else "sender"))
        conversation.offer_contact(enquiry=world["answered"], actor=actor, phone="", now=clock.now())

    return prepare


def _secret(purpose: str, subject: str) -> str:
    now = clock.now()
    return tokens.issue(purpose=purpose, subject=subject, now=now, expires_at=now + timedelta(days=1))
