"""Officers in Wagtail's admin."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from exhibitors import roles
from exhibitors.domain import organisation as organisations
from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from exhibitors.roles import OFFICERS
from portal.accounts.domain import roles as account_roles
from portal.kernel import clock
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON
from tests.forms import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def officer_client(client: Client) -> Client:
    account_roles.sync(declared=[roles.declared()])
    officer = factories.make_person()
    officer.groups.add(Group.objects.get(name=OFFICERS))
    client.force_login(officer)
    return client


def decide(organisation: Organisation, action: str) -> str:
    return reverse("organisations:decide", args=[organisation.pk, action])


def test_officer_lists_filters_and_looks(officer_client: Client) -> None:
    waiting = factories.make_organisation(name="Chờ xác minh", tax_code="0314409058")
    factories.make_organisation(name="Đã xong", state=VerificationState.VERIFIED)
    page = officer_client.get(reverse("organisations:index"), {"state": "unverified"}).content.decode()
    assert "Chờ xác minh" in page
    assert "Đã xong" not in page
    assert decide(waiting, "verify") in page
    assert "Chờ xác minh" in officer_client.get(reverse("organisations:index"), {"q": "cho xac minh"}).content.decode()
    assert officer_client.get(reverse("organisations:inspect", args=[waiting.pk])).status_code == 200


@pytest.mark.parametrize(
    ("action", "data", "state"),
    [
        ("verify", {}, VerificationState.VERIFIED),
        ("refuse", {"reason": "Thiếu giấy tờ"}, VerificationState.REFUSED),
        ("suspend", {"reason": "Sai sự thật"}, VerificationState.SUSPENDED),
    ],
)
def test_officer_decides(officer_client: Client, action: str, data: dict[str, str], state: VerificationState) -> None:
    organisation = factories.make_organisation()
    assert officer_client.get(decide(organisation, action)).status_code == 200
    organisation.refresh_from_db()
    assert organisation.state == VerificationState.UNVERIFIED
    assert officer_client.post(decide(organisation, action), data).status_code == 302
    organisation.refresh_from_db()
    assert organisation.state == state


def test_officer_reads_why_a_decision_is_not_possible(officer_client: Client) -> None:
    organisation = factories.make_organisation()
    missing_reason = officer_client.post(decide(organisation, "refuse"), {"reason": ""})
    assert missing_reason.status_code == 200
    assert missing_reason.context["form"].errors["reason"]
    illegal = officer_client.post(decide(organisation, "restore"))
    assert illegal.context["form"].non_field_errors()
    assert officer_client.get(decide(organisation, "praise")).status_code == 404


def test_officer_verifies_only_what_was_read(officer_client: Client) -> None:
    organisation = factories.make_organisation(name="Đã đọc", tax_code="0314409058")
    page = officer_client.get(reverse("organisations:inspect", args=[organisation.pk]))
    shown = next(button.url for button in page.context["view"].header_more_buttons if "verify" in button.url)
    organisations.update_organisation(
        organisation=organisation,
        by=factories.owner_of(organisation),
        details=factories.details(name="Lén đổi"),
        now=NOON + timedelta(minutes=1),
    )
    form = officer_client.get(shown).context["form"]
    stale = officer_client.post(shown, sent(form))
    assert stale.status_code == 200
    assert stale.context["form"].non_field_errors()
    assert "Lén đổi" in stale.content.decode()
    organisation.refresh_from_db()
    assert organisation.state == VerificationState.UNVERIFIED
    assert officer_client.post(shown, sent(stale.context["form"])).status_code == 302
    organisation.refresh_from_db()
    assert organisation.state == VerificationState.VERIFIED


def test_tampered_version_in_the_address_breaks_nothing(officer_client: Client) -> None:
    address = f"{decide(factories.make_organisation(), 'verify')}?seen=%00x"
    form = officer_client.get(address).context["form"]
    assert officer_client.post(address, sent(form)).status_code in {200, 302}


def test_officer_corrects_through_the_domain(officer_client: Client) -> None:
    organisation = factories.make_organisation(name="Sai", state=VerificationState.VERIFIED)
    address = reverse("organisations:edit", args=[organisation.pk])
    assert officer_client.get(address).status_code == 200
    data = {"name": "Đúng", "kind": organisation.kind_id, "country": "VN", "tax_code": "0314409058"}
    assert officer_client.post(address, data).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.state) == ("Đúng", VerificationState.VERIFIED)
    assert organisation.log.first().detail == "name, tax_code"
    wrong = officer_client.post(address, {**data, "tax_code": "0000010016"})
    assert wrong.status_code == 200
    assert "tax_code" in wrong.context["form"].errors


def test_officer_reads_local_times_and_no_empty_words(officer_client: Client) -> None:
    # Half past six in the morning in Việt Nam is still the day before in UTC.
    early = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    organisation = factories.make_organisation()
    Organisation.objects.filter(pk=organisation.pk).update(created_at=early, updated_at=early, waits_since=early)
    page = officer_client.get(reverse("organisations:inspect", args=[organisation.pk]))
    shown = {str(field["label"]): field["value"] for field in page.context["fields"]}
    assert None not in shown.values()
    assert list(shown.values()).count("06:30 23/11/2026") == 2
    words = page.content.decode().split("<dl>")[1].split("</dl>")[0]
    assert "None" not in words
    queue = officer_client.get(reverse("organisations:queue")).content.decode()
    assert "06:30 23/11/2026" in queue


def test_queue_tells_one_time_in_one_way(officer_client: Client) -> None:
    organisation = factories.make_organisation()
    since = clock.now() - timedelta(minutes=13, seconds=5)
    Organisation.objects.filter(pk=organisation.pk).update(waits_since=since)
    queue = officer_client.get(reverse("organisations:queue")).content.decode()
    assert "13\xa0phút" in queue
    assert "trước" not in queue.split("<tbody")[1].split("</tbody>")[0]


def test_nobody_adds_or_deletes_in_the_admin(officer_client: Client, client: Client) -> None:
    organisation = factories.make_organisation()
    addresses = [reverse("organisations:add"), reverse("organisations:delete", args=[organisation.pk])]
    for address in addresses:
        assert officer_client.post(address).status_code == 302
    client.force_login(factories.make_person(is_superuser=True, is_staff=True))
    for address in addresses:
        client.post(address)
    assert Organisation.objects.count() == 1


def test_others_cannot_reach_the_officers_pages(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    for address in (reverse("organisations:index"), decide(organisation, "verify")):
        assert client.get(address).status_code in {302, 404}
    client.post(decide(organisation, "verify"))
    organisation.refresh_from_db()
    assert organisation.state == VerificationState.UNVERIFIED


def test_role_is_made_without_drift() -> None:
    account_roles.sync(declared=[roles.declared()])
    assert account_roles.drift(declared=[roles.declared()]) == []
