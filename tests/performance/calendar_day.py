"""A day of a thousand subscribers: programs of six families ask at their own intervals while editors publish five changes."""

import heapq
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from unittest import mock

from tests.performance.grounds import say

ADDRESS: Final = "/su-kien/lich.ics"
SEED: Final = 7
CHANGES: Final = (9.0, 10.5, 14.0, 15.5, 16.75)
"""Hours at which an editor changes an event."""


@dataclass(frozen=True)
class Family:
    """How programs of one kind ask: how many of a thousand, how often, and which validator they send back."""

    agent: str
    share: int
    minutes: int
    validator: str = ""
    response_header: str = ""
    takes_gzip: bool = True


# Intervals are what people report or programs are set to by default; nobody has seen Google or Outlook send a validator.
# The shares are a guess and decide the rate, which is why the rate of each family is printed too.
FAMILIES: Final = (
    Family("Google-Calendar-Importer", 350, 360),
    Family("macOS/14.5 CalendarAgent/961", 300, 60, "If-Modified-Since", "Last-Modified"),
    Family("Microsoft Office/16.0 (Microsoft Outlook 16.0)", 100, 240),
    Family("Microsoft.Exchange/15.20", 100, 180),
    Family("Mozilla/5.0 Thunderbird/128.0", 100, 30, "If-None-Match", "ETag"),
    Family("DAVx5/4.4", 50, 60, "If-None-Match", "ETag"),
)


@dataclass
class Subscriber:
    """One program with what it was told last."""

    family: Family
    kept: str = ""

    def headers(self) -> dict[str, str]:
        """Return what it sends."""
        sent = {"User-Agent": self.family.agent}
        if self.family.takes_gzip:
            sent["Accept-Encoding"] = "gzip"
        if self.family.validator and self.kept:
            sent[self.family.validator] = self.kept
        return sent


def _change(number: int) -> None:
    from events.domain import calendar
    from events.models import EventPage
    from portal.kernel import clock

    page = EventPage.objects.filter(live=True).order_by("starts_at")[number * 3]
    EventPage.objects.filter(pk=page.pk).update(title=f"Đổi trong ngày {number}")
    calendar.refresh(keys=[page.translation_key], now=clock.now())


def live_through(clients: int, *, now: datetime) -> None:
    """Let so many subscribers ask from midnight to midnight of the day of ``now``, and print how that went."""
    from django.test import Client
    from django.utils import timezone

    from portal.kernel import clock

    chance = random.Random(SEED)
    midnight = clock.at(clock.local(now).date())
    waiting: list[tuple[float, int, Any]] = [(60 * hour, number, None) for number, hour in enumerate(CHANGES)]
    for family in FAMILIES:
        for _number in range(max(1, family.share * clients // 1000)):
            waiting.append((chance.uniform(0, family.minutes), len(waiting), Subscriber(family)))
    heapq.heapify(waiting)
    client, statuses, sent = Client(), Counter[tuple[str, int]](), 0
    started = time.process_time()
    while waiting:
        minute, number, subscriber = heapq.heappop(waiting)
        if minute >= 24 * 60:
            continue
        moment = midnight + timedelta(minutes=minute)
        with mock.patch.object(timezone, "now", lambda moment=moment: moment):
            if subscriber is None:
                _change(number)
                continue
            answer = client.get(ADDRESS, headers=subscriber.headers())
        statuses[subscriber.family.agent, answer.status_code] += 1
        sent += len(answer.content)
        if answer.status_code == HTTPStatus.OK and subscriber.family.response_header:
            subscriber.kept = answer.headers[subscriber.family.response_header]
        heapq.heappush(waiting, (minute + subscriber.family.minutes, number, subscriber))
    _tell(statuses, clients, sent, time.process_time() - started)


def _tell(statuses: Counter[tuple[str, int]], clients: int, sent: int, seconds: float) -> None:
    total = statuses.total()
    unchanged = sum(count for (_agent, status), count in statuses.items() if status == HTTPStatus.NOT_MODIFIED)
    say("calendar_day_requests", total, "requests", clients=clients, changes=len(CHANGES))
    say("calendar_day_304_rate", unchanged / total, "ratio", "calendar_day_requests")
    for family in FAMILIES:
        own = sum(count for (agent, _status), count in statuses.items() if agent == family.agent)
        same = statuses[family.agent, HTTPStatus.NOT_MODIFIED]
        name = family.validator or "none"
        say("calendar_day_304_rate_of_family", same / own, "ratio", program=family.agent, requests=own, validator=name)
    say("calendar_day_bytes_sent", sent, "bytes")
    say("calendar_day_processor", seconds, "s", with_the_simulation=True)
