"""An expert's profile: drafts, consent, review, withdrawal, erasure, photo."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from experts.domain import details as expert_details
from experts.domain import portrait, review
from experts.domain import profile as profiles
from experts.enums import (
    CONSENT_VERSION,
    PROFILE_MOVES,
    REVIEW_MOVES,
    LogAction,
    ProfileState,
    ReviewState,
)
from experts.leaving import LeavingNetwork
from experts.models import ExpertProfile, ExpertRequest
from portal.kernel import erasure, errors
from portal.mail.models import OutgoingMail
from portal.media.models import PrivateFile
from tests.factories import exhibitors
from tests.factories import experts as factory
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db

CONSENT_TEXTS = {"2026-11": "1f247e6e"}


def reread(profile: ExpertProfile) -> ExpertProfile:
    return ExpertProfile.objects.get(pk=profile.pk)


def test_draft_is_kept_and_shown_to_nobody() -> None:
    profile = factory.make_expert(shown=False)
    assert (profile.state, profile.review, profile.name) == (ProfileState.DRAFT, ReviewState.WRITING, "")
    assert not ExpertProfile.objects.public().exists()
    assert expert_details.from_json(profile.proposal).languages == (("vi", "native"), ("fr", "fluent"))


def test_approved_words_are_shown_and_changes_wait() -> None:
    profile = factory.make_expert(name="Lê Thị Một")
    assert (profile.state, profile.name, profile.consent_version) == (
        ProfileState.PUBLISHED,
        "Lê Thị Một",
        CONSENT_VERSION,
    )
    assert [row.kind for row in profile.helps.all()] == ["advice", "teaching"]
    profiles.save(by=profile.user, details=factory.details(name="Lê Thị Hai", helps=("research",)), now=NOON)
    assert reread(profile).name == "Lê Thị Một"
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.approve(profile=profile, by=factory.make_officer(), now=NOON)
    assert reread(profile).name == "Lê Thị Hai"
    assert [row.kind for row in profile.helps.all()] == ["research"]


def test_nothing_is_sent_without_consent() -> None:
    profile = factory.make_expert(shown=False)
    with pytest.raises(errors.DomainError) as caught:
        profiles.submit(profile=profile, by=profile.user, consents=False, now=NOON)
    assert caught.value.field == "consents"
    assert reread(profile).consent_at is None


@pytest.mark.parametrize("lacking", ["title", "summary", "fields", "languages", "helps"])
def test_incomplete_words_are_not_sent(lacking: str) -> None:
    empty: dict[str, Any] = {
        "title": {"title": "", "title_en": ""},
        "summary": {"summary": "", "summary_en": ""},
    }.get(lacking, {lacking: ()})
    profile = factory.make_expert(shown=False, **empty)
    with pytest.raises(errors.DomainError) as caught:
        profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    assert caught.value.field == lacking


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"title": "x" * 201}, "title"),
        ({"country": "XX"}, "country"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"fields": ("bogus",)}, "fields"),
        ({"helps": ("money",)}, "helps"),
        ({"languages": (("vi", "native"), ("vi", "basic"))}, "languages"),
        ({"languages": (("tlh", "native"),)}, "languages"),
        ({"links": ("javascript:alert(1)",)}, "links"),
        ({"links": tuple(f"https://example.org/{number}" for number in range(4))}, "links"),
    ],
)
def test_bad_words_name_their_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        profiles.save(by=exhibitors.make_person(), details=factory.details(**values), now=NOON)
    assert caught.value.field == field
    assert not ExpertProfile.objects.exists()


def test_two_windows_lose_nothing() -> None:
    profile = factory.make_expert(shown=False)
    seen = profile.updated_at
    profiles.save(by=profile.user, details=factory.details(title="Một"), now=NOON + timedelta(minutes=1), seen_at=seen)
    with pytest.raises(errors.StaleError):
        profiles.save(
            by=profile.user, details=factory.details(title="Hai"), now=NOON + timedelta(minutes=2), seen_at=seen
        )
    assert reread(profile).proposal["title"] == "Một"


def test_words_under_review_stay_until_taken_back() -> None:
    profile = factory.make_expert(shown=False)
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    with pytest.raises(errors.IllegalMoveError):
        profiles.save(by=profile.user, details=factory.details(), now=NOON)
    profiles.take_back(profile=profile, by=profile.user, now=NOON)
    profiles.save(by=profile.user, details=factory.details(title="Mới"), now=NOON)
    assert reread(profile).proposal["title"] == "Mới"


def test_officer_approves_only_what_was_read() -> None:
    profile = factory.make_expert(shown=False)
    seen = reread(profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)).updated_at
    profiles.take_back(profile=profile, by=profile.user, now=NOON)
    profiles.save(by=profile.user, details=factory.details(title="Lén đổi"), now=NOON + timedelta(minutes=3))
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON + timedelta(minutes=4))
    with pytest.raises(errors.DomainError):
        review.approve(profile=profile, by=factory.make_officer(), now=NOON, seen_at=seen)
    assert reread(profile).state == ProfileState.DRAFT


def test_withdrawing_hides_at_once_and_ends_the_consent() -> None:
    profile = factory.make_expert()
    profiles.withdraw(profile=profile, by=profile.user, now=NOON)
    held = reread(profile)
    assert not held.is_public
    assert (held.consent_at, held.consent_version) == (None, "")
    with pytest.raises(errors.DomainError):
        profiles.submit(profile=held, by=profile.user, consents=False, now=NOON)
    profiles.submit(profile=held, by=profile.user, consents=True, now=NOON)
    assert not reread(profile).is_public
    review.approve(profile=held, by=factory.make_officer(), now=NOON)
    assert reread(profile).is_public


def test_taken_down_profile_comes_back_only_after_lifting_and_review() -> None:
    profile, officer = factory.make_expert(), factory.make_officer()
    with pytest.raises(errors.DomainError) as caught:
        review.take_down(profile=profile, by=officer, now=NOON, reason=" ")
    assert caught.value.field == "reason"
    review.take_down(profile=profile, by=officer, now=NOON, reason="Không đúng sự thật")
    profiles.save(by=profile.user, details=factory.details(), now=NOON)
    with pytest.raises(errors.IllegalMoveError):
        profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.lift(profile=profile, by=officer, now=NOON)
    assert not reread(profile).is_public
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.approve(profile=profile, by=officer, now=NOON)
    assert reread(profile).is_public


def test_nobody_else_changes_a_profile() -> None:
    profile, stranger = factory.make_expert(), exhibitors.make_person()
    for change in (
        lambda: profiles.withdraw(profile=profile, by=stranger, now=NOON),
        lambda: profiles.submit(profile=profile, by=stranger, consents=True, now=NOON),
        lambda: profiles.erase(profile=profile, by=stranger, now=NOON),
        lambda: portrait.propose(profile=profile, file=factory.picture(), by=stranger, now=NOON),
        lambda: review.approve(profile=profile, by=profile.user, now=NOON),
        lambda: review.send_back(profile=profile, by=stranger, now=NOON, reason="x"),
        lambda: review.take_down(profile=profile, by=stranger, now=NOON, reason="x"),
        lambda: review.lift(profile=profile, by=stranger, now=NOON),
    ):
        with pytest.raises(errors.NotAllowedError):
            change()
    assert reread(profile).is_public


def test_erasing_leaves_nothing_behind() -> None:
    profile = factory.make_expert(photo=True)
    factory.make_request(profile, email="cho-doi@example.org")
    stored = profile.portrait
    assert stored is not None
    storage, name = stored.file.storage, stored.file.name
    OutgoingMail.objects.all().delete()
    with transaction.atomic():
        profiles.erase(profile=profile, by=profile.user, now=NOON)
    assert not ExpertProfile.objects.exists()
    assert not ExpertRequest.objects.exists()
    assert not PrivateFile.objects.exists()
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["cho-doi@example.org"]
    assert storage.exists(name)  # A test's own transaction never ends; the deletion waits for the commit.


def test_photo_is_drawn_anew_and_waits_for_approval() -> None:
    profile = factory.make_expert(photo=True, shown=False)
    held = reread(profile)
    assert held.portrait is None
    assert held.proposed_portrait is not None
    assert "Máy ảnh bí mật".encode() not in held.proposed_portrait.file.read()
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.approve(profile=profile, by=factory.make_officer(), now=NOON)
    held = reread(profile)
    assert held.proposed_portrait is None
    assert held.portrait is not None
    portrait.remove(profile=held, by=profile.user, now=NOON)
    assert reread(profile).portrait is None
    assert not PrivateFile.objects.exists()


def test_every_step_is_logged_and_decisions_are_mailed() -> None:
    profile, officer = factory.make_expert(shown=False), factory.make_officer()
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.send_back(profile=profile, by=officer, now=NOON, reason="Thêm lĩnh vực")
    profiles.submit(profile=profile, by=profile.user, consents=True, now=NOON)
    review.approve(profile=profile, by=officer, now=NOON)
    actions = list(profile.log.order_by("pk").values_list("action", flat=True))
    assert actions == [
        LogAction.SAVED,
        LogAction.SUBMITTED,
        LogAction.RETURNED,
        LogAction.SUBMITTED,
        LogAction.APPROVED,
    ]
    mails = list(OutgoingMail.objects.filter(recipient=profile.user.email).order_by("pk"))
    assert len(mails) == 2
    assert "Thêm lĩnh vực" in mails[0].text


def test_tables_of_moves_lead_nowhere_unforeseen() -> None:
    for source in ProfileState:
        for target in ProfileState:
            allowed = PROFILE_MOVES.allows(source, target)
            if target == ProfileState.DRAFT:
                assert not allowed
            if source == ProfileState.BLOCKED:
                assert allowed == (target == ProfileState.WITHDRAWN)
    assert not REVIEW_MOVES.allows(ReviewState.WRITING, ReviewState.APPROVED)
    assert not REVIEW_MOVES.allows(ReviewState.RETURNED, ReviewState.APPROVED)


@pytest.mark.parametrize(
    "change",
    [
        "consent_at = NULL",
        "consent_version = ''",
        "published_at = NULL",
        "name = ''",
        "slug = ''",
        "state = 'famous'",
        "review = 'lost'",
        "availability = 'never'",
    ],
)
def test_database_refuses_what_must_not_be(change: str) -> None:
    factory.make_expert()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE experts_expertprofile SET {change}")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("experthelp", "kind = 'advice'"),
        ("experthelp", "kind = 'money'"),
        ("expertlanguage", "language = 'vi'"),
        ("expertlanguage", "level = 'some'"),
        ("expertlink", "url = 'javascript:x'"),
    ],
)
def test_database_refuses_bad_rows_of_a_profile(table: str, change: str) -> None:
    factory.make_expert()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE experts_{table} SET {change}")


def test_words_of_the_consent_belong_to_their_version() -> None:
    """Whoever changes what people agree to also raises CONSENT_VERSION and adds the new words' digest here."""
    source = Path("experts/templates/experts/parts/consent.html").read_text()
    words = " ".join(re.findall(r'translate "([^"]+)"', source))
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    assert CONSENT_TEXTS[CONSENT_VERSION] == digest


def test_erased_account_takes_its_profile_with_it() -> None:
    profile = factory.make_expert(photo=True)
    factory.make_request(profile)
    LeavingNetwork().leave(profile.user, [profile.user.email], NOON)
    erasure.erase_person(user=profile.user, addresses=[profile.user.email])
    assert not ExpertProfile.objects.exists()
    assert not ExpertRequest.objects.exists()


def test_erased_sender_leaves_no_words() -> None:
    profile, sender = factory.make_expert(), exhibitors.make_person()
    factory.make_request(profile, confirmed=False, sender=sender)
    erasure.erase_person(user=sender, addresses=[sender.email])
    assert not ExpertRequest.objects.exists()
    assert ExpertProfile.objects.public().count() == 1
