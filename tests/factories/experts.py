"""Experts, lists of experts and officers for tests."""

import itertools
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale, Site

from experts.domain import portrait, request, review
from experts.domain import profile as profiles
from experts.domain.details import ExpertDetails
from experts.domain.request import RequestDetails
from experts.models import ExpertIndexPage, ExpertProfile, ExpertRequest
from portal.accounts.models import User
from portal.kernel.languages import Language
from tests.factories import exhibitors
from tests.factories.exhibitors import NOON

_numbers = itertools.count(1)


def make_officer() -> User:
    """Make a person who may review experts."""
    officer = exhibitors.make_person(full_name="Cán Bộ Chuyên Gia")
    wanted = ("view_expertprofile", "review_expertprofile", "access_admin")
    officer.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    assert officer.user_permissions.count() == len(wanted)
    return officer


def details(**values: Any) -> ExpertDetails:
    """Return complete details with the values given."""
    exhibitors.make_terms()
    usual: dict[str, Any] = {
        "name": f"Trần Chuyên Gia {next(_numbers)}",
        "title": "Tiến sĩ, Đại học Thử",
        "title_en": "PhD, Test University",
        "country": "FR",
        "time_zone": "Europe/Paris",
        "summary": "Hai mươi năm về sấy.",
        "summary_en": "Twenty years of drying.",
        "fields": ("drying",),
        "helps": ("advice", "teaching"),
        "languages": (("vi", "native"), ("fr", "fluent")),
        "links": ("https://example.org/cv",),
    }
    return ExpertDetails(**(usual | values))


def picture() -> SimpleUploadedFile:
    """Return a photo with camera data."""
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh bí mật"
    Image.new("RGB", (640, 320), "#1D3F72").save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile("chan-dung.jpg", drawn.getvalue(), content_type="image/jpeg")


def make_expert(person: User | None = None, *, photo: bool = False, shown: bool = True, **values: Any) -> ExpertProfile:
    """Make an expert through the domain, approved unless told otherwise."""
    person = person or exhibitors.make_person()
    profile = profiles.save(by=person, details=details(**values), now=NOON)
    if photo:
        portrait.propose(profile=profile, file=picture(), by=person, now=NOON)
    if shown:
        profiles.submit(profile=profile, by=person, consents=True, now=NOON)
        review.approve(profile=profile, by=make_officer(), now=NOON)
    return ExpertProfile.objects.get(pk=profile.pk)


def make_request(profile: ExpertProfile, *, confirmed: bool = True, **values: Any) -> ExpertRequest:
    """Make a message to an expert from a guest; ``confirmed`` delivers it."""
    sender, key = values.pop("sender", None), values.pop("submission_key", None)
    now = values.pop("now", NOON)
    usual = {
        "name": "Nguyễn Thị Hỏi",
        "email": f"hoi-{next(_numbers)}@example.org",
        "help": "advice",
        "subject": "Sấy tỏi",
        "text": "Xin hỏi về máy sấy.",
    }
    made = request.write(
        profile=profile,
        details=RequestDetails(**(usual | values)),
        sender=sender,
        language=Language.VIETNAMESE,
        submission_key=key or uuid.uuid4(),
        now=now,
    )
    return request.confirm(request=made, now=now + timedelta(minutes=5)) if confirmed else made


def make_list(site: Site) -> ExpertIndexPage:
    """Publish the list of experts in both languages; return the Vietnamese one."""
    page = ExpertIndexPage(title="Chuyên gia", slug="chuyen-gia", locale=site.root_page.locale)
    site.root_page.add_child(instance=page)
    page.save_revision().publish()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Experts", "experts"
    english.save_revision().publish()
    return ExpertIndexPage.objects.get(pk=page.pk)
