"""Registrations of invented people: one course is full and has a waiting list."""

from datetime import timedelta
from typing import Any

from portal.demo.builders import questions
from portal.demo.builders.common import Build
from portal.demo.specs.registrations import APPROVED_PLACE, GROUP_MAIL, NOTE, REGISTRATIONS
from portal.kernel.languages import Language
from registration.domain import group_mails, notes, places, registrations
from registration.enums import Audience, WayOfAttending
from registration.group_filters import GroupFilter
from registration.models import PlaceKind, Registration


def build(context: Build) -> None:
    """Register everybody in the order in which they came, with an address that is confirmed already."""
    for number, spec in enumerate(sorted(REGISTRATIONS, key=lambda spec: -spec.days_ago), start=1):
        subject = context.pages[spec.event].translation_key
        kind = PlaceKind.objects.filter(subject=subject).order_by("position")[0]
        registrations.register(
            place_kind=kind,
            answered=questions.answered(kind, spec.options),
            full_name=spec.name,
            email=f"hoc-vien-{number}@example.org",
            language=Language.VIETNAMESE,
            email_verified=True,
            now=context.now - timedelta(days=spec.days_ago),
        )
    ask_for_approval(context)
    _organise(context)


def ask_for_approval(context: Build) -> None:
    """Open a kind of place that needs the organiser's approval, and let a few people wait for it."""
    spec = APPROVED_PLACE
    page, organiser = context.pages[spec.event], context.people["organiser"]
    shared: dict[str, Any] = {
        "subject": page.translation_key,
        "code": spec.code,
        "name_vi": spec.name.vi,
        "name_en": spec.name.en,
        "now": context.now,
        "by": organiser,
    }
    pool = places.open_pool(capacity=spec.places, **shared)
    kind = places.open_place_kind(
        pools=[pool],
        audience=Audience.BUYER,
        way=WayOfAttending.ON_SITE,
        closes_at=page.starts_at,
        needs_approval=True,
        position=50,
        **shared,
    )
    for number, (name, organisation, days_ago) in enumerate(spec.people, start=1):
        registrations.register(
            place_kind=kind,
            full_name=name,
            organisation=organisation,
            email=f"nguoi-mua-{number}@example.org",
            language=Language.VIETNAMESE,
            email_verified=True,
            now=context.now - timedelta(days=days_ago),
        )


def _organise(context: Build) -> None:
    """Leave what an organiser works with: a private note, and a mail to a group that is not sent yet."""
    organiser = context.people["organiser"]
    subject = context.pages[NOTE.event].translation_key
    first = Registration.objects.of_subjects([subject]).order_by("created_at").first()
    if first is not None:
        notes.add(registration=first, text=NOTE.text, by=organiser, now=context.now)
    group_mails.write(
        subject=subject,
        group=GroupFilter(subject=subject),
        words={
            "heading_vi": GROUP_MAIL.heading_vi,
            "text_vi": GROUP_MAIL.text_vi,
            "heading_en": GROUP_MAIL.heading_en,
            "text_en": GROUP_MAIL.text_en,
        },
        by=organiser,
        now=context.now,
    )
