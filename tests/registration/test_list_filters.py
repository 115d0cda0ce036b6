"""Numbers of people as a filter of the organisers' list: whatever is typed is answered beside the field, at once."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from registration import list_filters
from tests.factories.registration import make_kind, make_registration

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["1E+999999", "1E+9", "9" * 5000, "32768", "-1", "2.5", "NaN", "Infinity"])
@pytest.mark.parametrize("end", ["min", "max"])
def test_number_that_no_party_has_is_refused_beside_its_field(value: str, end: str) -> None:
    query = QueryDict(mutable=True)
    query[f"party_{end}"] = value
    begun = time.monotonic()
    assert list_filters.group_of(query) is None
    filters = list_filters.RegistrationFilterSet(query)
    assert list(filters.form.errors) == ["party"]
    assert time.monotonic() - begun < 5


def test_party_is_filtered_by_whole_numbers_from_and_to() -> None:
    found = list_filters.group_of(QueryDict("party_min=2&party_max=32767"))
    assert found is not None
    assert (found.party_from, found.party_to) == (2, 32_767)
    empty = list_filters.group_of(QueryDict("party_min=&party_max="))
    assert empty is not None
    assert (empty.party_from, empty.party_to) == (None, None)


def test_list_answers_a_number_that_is_none(client: Client, organiser: User, site: Site) -> None:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    kind = make_kind(capacity=9, party_maximum=3)
    alone, two = make_registration(kind), make_registration(kind, party_size=2)
    assert client.get("/admin/registrations/", {"party_min": "1E+999999"}).status_code == 200
    shown = client.get("/admin/registrations/", {"party_min": "2"}).content.decode()
    assert two.reference in shown
    assert alone.reference not in shown
