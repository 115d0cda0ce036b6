"""What the database itself refuses, tried by raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from exhibitors.domain import invitation as invitations
from exhibitors.enums import MemberRole
from exhibitors.models import Organisation
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "change",
    [
        "name = ''",
        "slug = ''",
        "tax_code = ''",
        "country = 'JP'",
        "state = 'famous'",
        "state = 'verified', state_changed_at = NULL",
    ],
)
def test_organisation_row_stays_sound(change: str) -> None:
    organisation = factories.make_organisation(tax_code="0314409058", place="bac-ninh")
    refused(f"UPDATE exhibitors_organisation SET {change} WHERE id = %s", organisation.pk)


@pytest.mark.parametrize("column", ["tax_code", "slug"])
def test_two_organisations_never_share_a_code_or_an_address(column: str) -> None:
    first = factories.make_organisation(tax_code="0314409058")
    second = factories.make_organisation()
    refused(f"UPDATE exhibitors_organisation SET {column} = %s WHERE id = %s", getattr(first, column), second.pk)


def test_many_organisations_have_no_tax_code() -> None:
    factories.make_organisation()
    factories.make_organisation()
    assert Organisation.objects.filter(tax_code=None).count() == 2


def test_a_person_is_a_member_once() -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation)
    refused(
        "INSERT INTO exhibitors_membership (organisation_id, user_id, role, joined_at, chosen_at) VALUES (%s, %s, %s, %s, %s)",
        organisation.pk,
        member.user_id,
        "viewer",
        NOON,
        NOON,
    )
    refused("UPDATE exhibitors_membership SET role = 'king' WHERE id = %s", member.pk)


@pytest.mark.parametrize(
    "change",
    [
        "role = 'king'",
        "state = 'accepted'",
        "answered_at = created_at",
        "expires_at = created_at",
    ],
)
def test_invitation_row_stays_sound(change: str) -> None:
    organisation = factories.make_organisation()
    made = invitations.invite_member(
        organisation=organisation,
        email="moi@example.org",
        role=MemberRole.VIEWER,
        by=factories.owner_of(organisation),
        now=NOON,
    )
    refused(f"UPDATE exhibitors_invitation SET {change} WHERE id = %s", made.pk)


def test_one_invitation_waits_for_an_address() -> None:
    organisation = factories.make_organisation()
    owner = factories.owner_of(organisation)
    for email in ("mot@example.org", "hai@example.org"):
        invitations.invite_member(organisation=organisation, email=email, role=MemberRole.VIEWER, by=owner, now=NOON)
    refused("UPDATE exhibitors_invitation SET email = 'mot@example.org' WHERE email = 'hai@example.org'")
