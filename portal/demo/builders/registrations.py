"""Registrations of invented people: one course is full and has a waiting list."""

from datetime import timedelta

from portal.demo.builders import questions
from portal.demo.builders.common import Build
from portal.demo.specs.registrations import GROUP_MAIL, NOTE, REGISTRATIONS
from portal.kernel.languages import Language
from registration.domain import group_mails, notes, registrations
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
    _organise(context)


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
