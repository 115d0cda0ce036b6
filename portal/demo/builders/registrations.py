"""Registrations of invented people: one course is full and has a waiting list."""

from datetime import timedelta

from portal.demo.builders import questions
from portal.demo.builders.common import Build
from portal.demo.specs.registrations import REGISTRATIONS
from portal.kernel.languages import Language
from registration.domain import registrations
from registration.models import PlaceKind


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
