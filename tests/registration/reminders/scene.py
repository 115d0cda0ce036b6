"""An event in ten days, rules about it, and people who are registered for it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.domain import mail_settings
from registration.enums import LeadTime, ReminderAudience, WordedMail
from registration.models import MailWords, PlaceKind, Registration, ReminderRule
from tests.factories.registration import make_registration


def here(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return clock.at(clock.today() + timedelta(days=days), hour, minute)


START = here(9, days=10)
WEEK_BEFORE = here(9, days=3)


def rule(by: User, subject: uuid.UUID | None = None, **values: Any) -> ReminderRule:
    return mail_settings.add_rule(
        **{
            "subject": subject,
            "audience": ReminderAudience.CONFIRMED,
            "lead": LeadTime.WEEK,
            "by": by,
            "now": here(8, days=-1),
            **values,
        }
    )


def register(kind: PlaceKind, now: datetime | None = None, **values: Any) -> Registration:
    return make_registration(kind, now=now or here(8), **values)


def words(by: User, subject: uuid.UUID, **values: Any) -> MailWords | None:
    return mail_settings.set_words(
        **{
            "subject": subject,
            "notice": WordedMail.CONFIRMED,
            "words": {
                Language.VIETNAMESE: "Cổng <b>số 2</b> mở lúc 7 giờ.\n\n{{ secret }}",
                Language.ENGLISH: "Gate 2 opens at 7.",
            },
            "by": by,
            "now": here(8),
            **values,
        }
    )
