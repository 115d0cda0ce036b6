"""Rules of organisations: names, tax codes, limits, changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from exhibitors import sorting, tax_codes
from exhibitors.domain import details as organisation_details
from exhibitors.domain import organisation as organisations
from exhibitors.enums import LogAction, MemberRole, VerificationState
from exhibitors.models import Organisation
from portal.kernel import errors
from portal.pages import findables
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db


def create(owner: Any = None, **values: Any) -> Organisation:
    factories.make_terms()
    return organisations.create_organisation(
        by=owner or factories.make_person(), details=factories.details(**values), now=NOON
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0314409058", "0314409058"),
        ("0314409058-002", "0314409058002"),
        (" 03 144.090 58 ", "0314409058"),
        ("0000010015", "0000010015"),
        ("001085012345", "001085012345"),
        ("", None),
        ("  ", None),
    ],
)
def test_tax_code_is_kept_as_digits(typed: str, kept: str | None) -> None:
    assert tax_codes.clean(typed) == kept


@pytest.mark.parametrize("typed", ["0000010016", "123", "03144090580", "0314409058-000", "abcdefghij", "٠٠١٠٨٥٠١٢٣٤٥"])
def test_tax_code_that_is_wrong_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        tax_codes.clean(typed)
    assert caught.value.field == "tax_code"


def test_create_makes_the_creator_owner_and_writes_the_log() -> None:
    person = factories.make_person()
    made = create(person, name="  Viện  Vật liệu Sao Khuê ", roles=("exhibitor",), fields=("drying",), place="bac-ninh")
    assert made.name == "Viện Vật liệu Sao Khuê"
    assert made.slug == "vien-vat-lieu-sao-khue"
    assert made.state == VerificationState.UNVERIFIED
    membership = made.memberships.get()
    assert (membership.user, membership.role) == (person, MemberRole.OWNER)
    assert [entry.action for entry in made.log.all()] == [LogAction.CREATED]
    assert [term.code for term in made.fields.all()] == ["drying"]


def test_create_gives_the_second_of_a_name_another_address() -> None:
    assert create(name="Hạt Mầm").slug == "hat-mam"
    assert create(name="Hạt mầm").slug == "hat-mam-2"
    assert create(name="Hạt Mâm").slug == "hat-mam-3"


def test_create_with_a_taken_tax_code_says_ask_to_join_and_names_nobody() -> None:
    first = create(name="Công ty Bí Mật", tax_code="0314409058")
    with pytest.raises(errors.DomainError) as caught, translation.override("en"):
        create(tax_code="0314409058")
    assert caught.value.field == "tax_code"
    with translation.override("en"):
        assert "let you join" in str(caught.value)
    assert first.name not in str(caught.value)
    assert factories.owner_of(first).full_name not in str(caught.value)


def test_create_takes_one_organisation_when_the_form_is_sent_twice() -> None:
    person = factories.make_person()
    create(person, name="Xưởng gốm Lò Mây")
    with pytest.raises(errors.DomainError) as caught:
        create(person, name="xưởng gốm lò mây")
    assert caught.value.field == "name"
    assert Organisation.objects.count() == 1


def test_create_stops_at_a_handful_for_one_person() -> None:
    person = factories.make_person()
    for _number in range(organisations.MOST_PER_PERSON):
        create(person)
    with pytest.raises(errors.LimitReachedError):
        create(person)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"kind": "exhibitor"}, "kind"),
        ({"roles": ("drying",)}, "roles"),
        ({"fields": ("no-such",)}, "fields"),
        ({"place": "no-such"}, "place"),
        ({"place": "huyen-cu"}, "place"),
        ({"country": "XX"}, "country"),
        ({"country": "JP", "tax_code": "0314409058"}, "tax_code"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"summary": "x" * 301}, "summary"),
        ({"description": "x" * 6001}, "description"),
    ],
)
def test_create_refuses_what_cannot_be_and_keeps_nothing(values: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        create(**values)
    assert caught.value.field == field
    assert not Organisation.objects.exists()


def test_create_drops_invisible_characters_and_composes_marks() -> None:
    made = create(name="Co\u0302ng ty \u202eẨn\u200b Hiện", description="Dòng một\r\n\r\nDòng\u0007 hai")
    assert made.name == "Công ty Ẩn Hiện"
    assert made.description == "Dòng một\n\nDòng hai"


def test_abroad_there_is_no_place() -> None:
    assert create(country="JP", place="bac-ninh").place is None


def test_update_keeps_new_words_and_logs_what_changed() -> None:
    made = create(name="Cũ", summary="A")
    owner = factories.owner_of(made)
    later = NOON + timedelta(hours=1)
    saved = organisations.update_organisation(
        organisation=made, by=owner, details=factories.details(name="Mới", summary="A"), now=later
    )
    assert (saved.name, saved.updated_at) == ("Mới", later)
    assert saved.sort_key == sorting.text_key("Mới")
    assert saved.slug == "cu"
    assert saved.log.first().detail == "name"


def test_update_without_a_change_writes_nothing() -> None:
    made = create()
    organisations.update_organisation(
        organisation=made, by=factories.owner_of(made), details=organisation_details.of(made), now=NOON + timedelta(1)
    )
    made.refresh_from_db()
    assert made.updated_at == NOON
    assert made.log.count() == 1


@pytest.mark.parametrize("role", [None, MemberRole.VIEWER])
def test_update_by_strangers_and_viewers_is_refused(role: MemberRole | None) -> None:
    made = create(name="Của người khác")
    person = factories.make_person()
    if role:
        factories.make_member(made, role, person)
    with pytest.raises(errors.NotAllowedError):
        organisations.update_organisation(organisation=made, by=person, details=factories.details(), now=NOON)
    made.refresh_from_db()
    assert made.name == "Của người khác"


def test_update_of_a_suspended_organisation_is_refused_to_its_owner() -> None:
    made = factories.make_organisation(state=VerificationState.SUSPENDED)
    with pytest.raises(errors.NotAllowedError):
        organisations.update_organisation(
            organisation=made, by=factories.owner_of(made), details=factories.details(), now=NOON
        )


def test_update_after_somebody_else_saved_writes_nothing() -> None:
    made = create(name="Trước")
    owner = factories.owner_of(made)
    organisations.update_organisation(
        organisation=made,
        by=owner,
        details=factories.details(name="Giữa"),
        now=NOON + timedelta(minutes=1),
        seen_at=NOON,
    )
    with pytest.raises(errors.StaleError):
        organisations.update_organisation(
            organisation=made,
            by=owner,
            details=factories.details(name="Sau"),
            now=NOON + timedelta(minutes=2),
            seen_at=NOON,
        )
    made.refresh_from_db()
    assert made.name == "Giữa"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"name": "Tên khác"}, VerificationState.UNVERIFIED),
        ({"tax_code": "0314409058"}, VerificationState.UNVERIFIED),
        ({"summary": "Lời khác"}, VerificationState.VERIFIED),
    ],
)
def test_update_of_identity_takes_verification_away(values: dict[str, Any], state: VerificationState) -> None:
    made = factories.make_organisation(name="Tên", state=VerificationState.VERIFIED)
    saved = organisations.update_organisation(
        organisation=made,
        by=factories.owner_of(made),
        details=factories.details(**({"name": "Tên"} | values)),
        now=NOON,
    )
    assert saved.state == state


def test_update_by_an_officer_keeps_verification() -> None:
    made = factories.make_organisation(name="Tên", state=VerificationState.VERIFIED)
    saved = organisations.update_organisation(
        organisation=made, by=factories.make_officer(), details=factories.details(name="Tên đúng"), now=NOON
    )
    assert (saved.name, saved.state) == ("Tên đúng", VerificationState.VERIFIED)


def test_update_to_another_organisations_tax_code_is_refused() -> None:
    create(tax_code="0314409058")
    made = create()
    with pytest.raises(errors.DomainError) as caught:
        organisations.update_organisation(
            organisation=made,
            by=factories.owner_of(made),
            details=factories.details(name=made.name, tax_code="0314409058"),
            now=NOON,
        )
    assert caught.value.field == "tax_code"


def test_update_keeps_a_place_that_has_ended_since() -> None:
    made = create(place="bac-ninh")
    made.place.valid_until = NOON.date() - timedelta(days=1)
    made.place.save()
    saved = organisations.update_organisation(
        organisation=made,
        by=factories.owner_of(made),
        details=factories.details(name=made.name, place="bac-ninh", summary="Mới"),
        now=NOON,
    )
    assert saved.place.code == "bac-ninh"


def test_changes_are_told_to_the_search() -> None:
    told: list[Any] = []

    def hear(instance: Any, **_kwargs: Any) -> None:
        told.append(instance.pk)

    findables.findable_changed.connect(hear, sender=Organisation)
    try:
        made = create()
        organisations.update_organisation(
            organisation=made, by=factories.owner_of(made), details=factories.details(name="Khác"), now=NOON
        )
    finally:
        findables.findable_changed.disconnect(hear, sender=Organisation)
    assert told == [made.pk, made.pk]


def test_personal_tax_code_is_never_public() -> None:
    assert create(tax_code="001085012345").public_tax_code == ""
    assert create(tax_code="0314409058-002").public_tax_code == "0314409058-002"


@pytest.mark.parametrize(
    "names",
    [
        ["An", "Ăn", "Ân", "Bàn", "Bạn", "Da", "Đa", "Ga"],
        ["Bến", "Bến Dâu", "Bến Dâu 2", "Bếp"],
        ["3D", "Áo", "Zen"],
    ],
)
def test_sort_key_orders_by_the_vietnamese_alphabet(names: list[str]) -> None:
    assert [sorting.text_key(name) for name in names] == sorted(map(sorting.text_key, names))


def test_sort_key_is_digits_and_fits_its_column() -> None:
    key = sorting.text_key("𝔸漢字~ễ" * 60)
    assert key.isascii()
    assert key.isdigit()
    assert len(key) == sorting.KEY_LENGTH
