"""Makes people, organisations, memberships and directories for tests."""

import itertools
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.auth.models import Permission
from wagtail.models import Locale, Site

from exhibitors.domain import organisation as organisations
from exhibitors.domain.details import OrganisationDetails
from exhibitors.enums import MemberRole, VerificationState
from exhibitors.models import DirectoryPage, Membership, Organisation
from portal.accounts.models import User
from portal.vocabularies.enums import PlaceLevel, VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term

NOON: Final = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Twelve o'clock in Việt Nam."""

_numbers = itertools.count(1)


def make_person(email: str = "", **fields: Any) -> User:
    """Make a person with an account."""
    number = next(_numbers)
    return User.objects.create_user(
        email or f"nguoi-{number}@example.org", "mat-khau-thu", **({"full_name": f"Nguyễn Văn {number}"} | fields)
    )


def make_officer() -> User:
    """Make a person who may verify organisations."""
    officer = make_person(full_name="Cán Bộ")
    wanted = ("view_organisation", "change_organisation", "verify_organisation", "access_admin")
    officer.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    assert officer.user_permissions.count() == len(wanted)
    return officer


def make_term(vocabulary: VocabularyCode, code: str, label_vi: str = "", label_en: str = "") -> Term:
    """Make a term, or return the one of this code."""
    labels = {"label_vi": label_vi or f"{code} vi", "label_en": label_en or f"{code} en"}
    return Term.objects.get_or_create(vocabulary=vocabulary, code=code, defaults=labels)[0]


def make_terms() -> None:
    """Make the few terms and places that the tests name."""
    for code, vi, en in (("enterprise", "Doanh nghiệp", "Enterprise"), ("institute", "Viện nghiên cứu", "Institute")):
        make_term(VocabularyCode.ORGANISATION_KIND, code, vi, en)
    for code, vi, en in (("exhibitor", "Đơn vị giới thiệu", "Exhibitor"), ("buyer", "Đơn vị tìm công nghệ", "Buyer")):
        make_term(VocabularyCode.ORGANISATION_ROLE, code, vi, en)
    for code, vi, en in (("energy-saving", "Tiết kiệm năng lượng", "Energy saving"), ("drying", "Sấy", "Drying")):
        make_term(VocabularyCode.FIELD, code, vi, en)
    country = _place("viet-nam", "Việt Nam", "Việt Nam", PlaceLevel.COUNTRY)
    province = _place("bac-ninh", "Tỉnh Bắc Ninh", "Bắc Ninh province", PlaceLevel.PROVINCE, parent=country)
    _place("phuong-thu", "Phường Thử", "Thử ward", PlaceLevel.COMMUNE, parent=province)
    ended = datetime(2025, 6, 30, tzinfo=UTC).date()
    _place("huyen-cu", "Huyện Cũ", "Old district", PlaceLevel.DISTRICT, parent=province, valid_until=ended)


def _place(code: str, vi: str, en: str, level: PlaceLevel, **fields: Any) -> AdministrativeUnit:
    values = {"name_vi": vi, "name_en": en, "level": level, **fields}
    return AdministrativeUnit.objects.get_or_create(code=code, defaults=values)[0]


def details(**values: Any) -> OrganisationDetails:
    """Return details of a plain enterprise with the values given."""
    return OrganisationDetails(**({"name": f"Công ty Thử {next(_numbers)}", "kind": "enterprise"} | values))


def make_organisation(owner: User | None = None, **values: Any) -> Organisation:
    """Make an organisation through the domain; ``state`` is set afterwards."""
    make_terms()
    state = values.pop("state", None)
    made = organisations.create_organisation(
        by=owner or make_person(), details=details(**values), now=NOON, is_illustrative=values.pop("invented", False)
    )
    if state is not None:
        before = VerificationState.UNVERIFIED if state == VerificationState.CLOSED else ""
        Organisation.objects.filter(pk=made.pk).update(
            state=state, state_changed_at=NOON, state_before=before, waits_since=None
        )
    return Organisation.objects.get(pk=made.pk)


def make_member(
    organisation: Organisation, role: MemberRole = MemberRole.EDITOR, user: User | None = None
) -> Membership:
    """Add a member."""
    return Membership.objects.create(
        organisation=organisation, user=user or make_person(), role=role, joined_at=NOON, chosen_at=NOON
    )


def owner_of(organisation: Organisation) -> User:
    """Return the first owner."""
    return organisation.memberships.filter(role=MemberRole.OWNER).order_by("pk")[0].user


def make_directory(site: Site, *, english: bool = True) -> DirectoryPage:
    """Publish the directory in Vietnamese and, unless told otherwise, in English; return the Vietnamese one."""
    page = DirectoryPage(title="Tổ chức", slug="to-chuc", locale=site.root_page.locale, introduction="Ai làm gì ở đâu.")
    site.root_page.add_child(instance=page)
    page.save_revision().publish()
    if english:
        translated = page.copy_for_translation(Locale.objects.get(language_code="en"))
        translated.title, translated.slug, translated.introduction = "Organisations", "organisations", "Who does what."
        translated.save_revision().publish()
    return DirectoryPage.objects.get(pk=page.pk)
