"""Invented content for previews of the mails to exhibitors of fairs, and whose mails an organiser may look after."""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext
from wagtail.permission_policies.pages import PagePermissionPolicy

from events import exhibitor_words
from events.calendars import selection
from events.calendars.snapshots import AlarmReason
from events.enums import ApplicationState
from events.models import EventPage
from events.permissions import REVIEW_PERMISSION
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.mail import access, previews
from portal.mail import domain as mail
from registration import announcement_words
from registration.enums import AnnouncementKind

KINDS: Final = (
    "application_accepted",
    "application_declined",
    "application_received",
    "application_withdrawn",
    "delegation_invited",
    "fair_changed",
)
WORDS: Final = {
    Language.VIETNAMESE: {
        "fair_title": "Hội chợ công nghệ (ví dụ)",
        "programme_title": "Chương trình kết nối công nghệ (ví dụ)",
        "fair_place": "Trung tâm Văn hoá Ví dụ",
        "words": "Xin mang thiết bị vào từ cổng số 2.",
        "term": "Bắt đầu",
    },
    Language.ENGLISH: {
        "fair_title": "Technology fair (example)",
        "programme_title": "Technology promotion trip (example)",
        "fair_place": "Example Cultural Centre",
        "words": "Please bring your equipment through gate 2.",
        "term": "Start",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    words = WORDS[language]
    named = {"title": words["fair_title"]}
    kind = AnnouncementKind.RESCHEDULED
    with translation.override(language):
        return {
            "recipient_name": previews.PERSON,
            "organisation_name": previews.ORGANISATION[language],
            "fair_title": words["fair_title"],
            "programme_title": words["programme_title"],
            "seats": 2,
            "fair_starts": clock.today() + timedelta(days=40),
            "fair_ends": clock.today() + timedelta(days=42),
            "fair_place": words["fair_place"],
            "reference": "GH-26-0000",
            "stand": "A12",
            "words": words["words"],
            "headline": announcement_words.HEADLINES[kind] % named,
            "sentence": announcement_words.SENTENCES[kind] % named,
            "changes": [{"term": words["term"], "before": "08:00", "after": "09:00"}],
            "is_over": False,
            "url": previews.LINK,
        }


def _step_sample(language: Language) -> Mapping[str, Any]:
    step = exhibitor_words.STEPS[ApplicationState.BOOTH_OFFERED]
    sample = _sample(language)
    named = {"fair": sample["fair_title"]}
    with translation.override(language):
        ends = clock.at(clock.today() + timedelta(days=5), 17)
        until = f"{formats.clock_time(ends)}, {formats.long_date(ends.date())}"
        return {
            **sample,
            "headline": step.headline % named,
            "sentence": step.sentence % named,
            "facts": [
                {"term": str(exhibitor_words.BOOTH), "value": sample["stand"]},
                {"term": str(step.until), "value": until},
            ],
        }


def _alarm_sample(language: Language) -> Mapping[str, Any]:
    with translation.override(language):
        return {
            "recipient_name": previews.PERSON,
            "address": mail.absolute_url(selection.path(selection.make({"kind": ["fair"]}), language)),
            "reason": AlarmReason.SHRUNK.label,
            "detail": "12 -> 3",
            "url": previews.LINK,
        }


def _pass_sample(language: Language) -> Mapping[str, Any]:
    sample, step = _sample(language), exhibitor_words.PASS_REVOKED
    named = {"fair": sample["fair_title"], "organisation": sample["organisation_name"]}
    with translation.override(language):
        return {
            **sample,
            "headline": step.headline % named,
            "sentence": step.sentence % named,
            "passes": [{"number": "NV-0000-0000", "name": ""}],
            "url_words": gettext("The fair"),
        }


def _reminder_sample(language: Language) -> Mapping[str, Any]:
    step, sample = exhibitor_words.DRAFT_REMINDER, _step_sample(language)
    named = {"fair": sample["fair_title"]}
    with translation.override(language):
        return {
            **sample,
            "headline": step.headline % named,
            "sentence": step.sentence % named,
            "facts": [{"term": str(step.until), "value": sample["facts"][-1]["value"]}],
            "words": "",
        }


def is_organiser(user: Any) -> bool:
    """Whether the person organises events at all; the permissions are read once for a request."""
    return bool(user.has_perm(REVIEW_PERMISSION))


def own_events(user: Any, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these events the person may publish, in a constant number of queries."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return set(
        EventPage.objects.filter(translation_key__in=keys, pk__in=allowed.values("pk")).values_list(
            "translation_key", flat=True
        )
    )


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"events/emails/{name}", sample=_sample)
    previews.register(kind="events/emails/fair_step", sample=_step_sample)
    previews.register(kind="events/emails/calendar_alarm", sample=_alarm_sample)
    previews.register(kind="events/emails/pass_revoked", sample=_pass_sample)
    previews.register(kind="events/emails/fair_reminder", sample=_reminder_sample)
    access.register(may_own=is_organiser, own_subjects=own_events)
