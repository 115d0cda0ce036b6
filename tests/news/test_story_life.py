"""A story's life as a machine: whatever people press in whatever order, no words get public that one person alone has seen."""

from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from wagtail.models import PageLogEntry, Site, TaskState

from news import roles
from news.domain import stories
from news.models import ArticlePage
from portal.kernel import errors
from tests.factories import news as factory

WHO = st.sampled_from(["reporter", "editor", "second", "chief", "deputy", "legal"])
STEPS = 40


class StoryLife(RuleBasedStateMachine):
    """One story, six people; each rule tries something as a person, allowed or not."""

    people: ClassVar[dict[str, Any]] = {}
    room: ClassVar[Any] = None

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.number = 0
        self.key = factory.make_article(self.room.page, "Tin", live=False, owner=self.people["reporter"]).pk

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @property
    def story(self) -> ArticlePage:
        return ArticlePage.objects.get(pk=self.key)

    def _try(self, do: Any) -> None:
        try:
            with transaction.atomic():
                do()
        except (errors.DomainError, PermissionError):
            pass

    @rule(who=WHO)
    def write(self, who: str) -> None:
        user, story = self.people[who], self.story
        lock = story.get_lock()
        if story.permissions_for_user(user).can_edit() and not (lock and lock.for_user(user)):
            self.number += 1
            draft = story.get_latest_revision_as_object()
            draft.title = f"Tin {self.number}"
            draft.save_revision(user=user)

    @rule(who=WHO)
    def hand_in(self, who: str) -> None:
        self._try(lambda: stories.hand_in(article=self.story, by=self.people[who]))

    @rule(who=WHO)
    def approve(self, who: str) -> None:
        self._try(lambda: stories.approve(article=self.story, by=self.people[who]))

    @rule(who=WHO)
    def approve_again(self, who: str) -> None:
        self._try(lambda: stories.approve(article=self.story, by=self.people[who]))

    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        self._try(lambda: stories.send_back(article=self.story, by=self.people[who], comment="Sửa."))

    @rule(who=WHO)
    def cancel(self, who: str) -> None:
        self._try(lambda: stories.cancel(article=self.story, by=self.people[who], reason="Dừng."))

    @rule(who=WHO)
    def publish(self, who: str) -> None:
        user, story = self.people[who], self.story
        rights = story.permissions_for_user(user)
        revision = story.get_latest_revision()
        if rights.can_publish() and revision is not None:
            revision.publish(user=user)

    @precondition(lambda self: self.story.live)
    @rule(who=st.sampled_from(["chief", "deputy"]))
    def unpublish(self, who: str) -> None:
        story = self.story
        if story.permissions_for_user(self.people[who]).can_unpublish():
            story.unpublish(user=self.people[who])

    @invariant()
    def what_is_public_was_seen_by_another(self) -> None:
        story = self.story
        revision = story.live_revision
        if not story.live or revision is None:
            return
        writer = revision.user_id
        approvers = set(
            TaskState.objects.for_instance(story).filter(status="approved").values_list("finished_by_id", flat=True)
        )
        assert approvers - {story.owner_id}, "published without anybody's approval"
        chiefs = {self.people["chief"].pk, self.people["deputy"].pk}
        if writer not in chiefs:
            published_by = set(
                PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish").values_list("user_id", flat=True)
            )
            assert (approvers | published_by) - {writer}, "nobody but the writer has seen it"
        owner_approved = TaskState.objects.for_instance(story).filter(status="approved", finished_by_id=story.owner_id)
        assert not owner_approved.exists(), "an owner approved the own story"


def test_no_order_of_presses_gets_words_past_a_second_person(site: Site) -> None:
    room = factory.make_newsroom(site)
    StoryLife.room = room
    StoryLife.people = {
        "reporter": room.reporter,
        "editor": room.editor,
        "chief": room.chief,
        "legal": room.legal,
        "second": factory.make_user("bien-tap-2@bao-thu.example", roles.editors_group(room.page)),
        "deputy": factory.make_user("pho-tong@bao-thu.example", roles.chiefs_group(room.page)),
    }
    run_state_machine_as_test(
        StoryLife,
        settings=settings(
            max_examples=6, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
