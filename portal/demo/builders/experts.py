"""Experts of the demo: written by their owners with consent, approved by the officer, and one question on its way."""

from datetime import timedelta
from uuid import uuid5

from allauth.account.models import EmailAddress

from experts.domain import profile as profiles
from experts.domain import request as requests
from experts.domain import review
from experts.domain.details import ExpertDetails
from experts.domain.request import RequestDetails
from experts.models import ExpertProfile
from portal.accounts.models import User
from portal.demo import people
from portal.demo.builders.common import Build
from portal.demo.specs.experts import EXPERTS, ExpertSpec
from portal.kernel.languages import Language

PERSON = "expert"
"""Key of the demo's person who can sign in as an expert."""
OWN = "khoa"


def _person(context: Build, spec: ExpertSpec) -> User:
    if spec.key == OWN:
        return context.people[PERSON]
    person = User.objects.create_user(f"chuyen-gia-{spec.key}@example.org", people.PASSWORD, full_name=spec.name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def build(context: Build) -> None:
    """Make the invented experts, and a message that waits for an answer."""
    made = {spec.key: _make(context, spec) for spec in EXPERTS}
    asker = context.people["representative"]
    requests.write(
        profile=made[OWN],
        details=RequestDetails(
            name=asker.full_name,
            email=asker.email,
            company="HTX Nông sản Đồng Trăng (mẫu)",
            help="advice",
            subject="Chọn máy cắt cuống hành",
            text="Hợp tác xã có 140 hộ trồng hành, đang cắt cuống bằng tay.\nXin hỏi nên bắt đầu thử nghiệm từ đâu?",
        ),
        sender=asker,
        language=Language.VIETNAMESE,
        submission_key=uuid5(context.sections["experts"].translation_key, OWN),
        now=context.now - timedelta(days=1),
    )


def _make(context: Build, spec: ExpertSpec) -> ExpertProfile:
    person = _person(context, spec)
    written = context.now - timedelta(days=20)
    details = ExpertDetails(
        name=spec.name,
        title=spec.title.vi,
        title_en=spec.title.en,
        country=spec.country,
        time_zone=spec.time_zone,
        availability=spec.availability,
        summary=spec.summary.vi,
        summary_en=spec.summary.en,
        fields=spec.fields,
        helps=spec.helps,
        languages=spec.languages,
    )
    kept = profiles.save(by=person, details=details, now=written, is_illustrative=True)
    profiles.submit(profile=kept, by=person, consents=True, now=written)
    return review.approve(profile=kept, by=context.people["officer"], now=written + timedelta(days=1))
