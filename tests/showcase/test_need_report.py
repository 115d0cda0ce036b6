"""The days and the status of a need, the report of needs, and the officers' list of focal points."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from portal.kernel import clock, errors
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from showcase import need_report
from showcase.domain import lifecycle
from showcase.enums import NeedStatus
from showcase.models import FocalPoint, NeedPage
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory


def fresh(page: Page) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def test_a_need_lives_180_days_or_until_its_day_and_can_be_renewed(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_need(market, confirmed_on=clock.today() - timedelta(days=170), expires_on=clock.today())
    assert fresh(page).is_open
    assert not fresh(page).is_expired(clock.today())
    assert fresh(page).is_expired(clock.today() + timedelta(days=1))
    NeedPage.objects.filter(pk=page.pk).update(expires_on=clock.today() - timedelta(days=1))
    assert page.title not in client.get(market.needs.url).content.decode()
    assert client.get(page.url).context["action_url"] == ""
    client.force_login(exhibitors.owner_of(market.organisation))
    assert client.get(reverse("showcase:need-renew", args=[page.pk])).status_code == 200
    assert fresh(page).is_expired(), "GET changes nothing"
    assert client.post(reverse("showcase:need-renew", args=[page.pk])).status_code == 302
    assert fresh(page).expires_on == clock.today() + timedelta(days=180)
    assert fresh(page).get_latest_revision_as_object().expires_on == fresh(page).expires_on
    assert page.title in client.get(market.needs.url).content.decode()
    NeedPage.objects.filter(pk=page.pk).update(needed_by=clock.today() - timedelta(days=1))
    assert page.title not in client.get(market.needs.url).content.decode()
    with pytest.raises(errors.DomainError):
        lifecycle.renew(page=fresh(page), by=exhibitors.owner_of(market.organisation), now=clock.now())


def test_status_is_changed_at_the_desk_with_a_reason_where_it_ends(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_need(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    url = reverse("showcase:need-status", args=[page.pk])
    assert client.get(url).status_code == 200
    refused = client.post(url, {"status": "closed", "reason": ""})
    assert "reason" in refused.context["form"].errors
    assert client.post(url, {"status": "closed", "reason": "Đã mua"}).status_code == 302
    assert fresh(page).status == NeedStatus.CLOSED


def test_report_counts_needs_by_field_and_place_and_names_nobody(client: Client, market: SimpleNamespace) -> None:
    hidden = exhibitors.make_organisation(name="=Chim Vàng Anh")
    factory.publish_need(market, organisation=hidden, is_anonymous=True)
    factory.english(factory.publish_need(market, status=NeedStatus.SIGNED), title="Signed")
    exhibitors.make_term(VocabularyCode.FIELD, "formula", "=1+1", "=1+1")
    factory.publish_need(market, field=factory.field("formula"), place=None)
    found = need_report.report()
    assert [(line.field, line.figures[:3]) for line in found.by_field] == [("Sấy", [2, 1, 1]), ("=1+1", [1, 1, 0])]
    assert found.total[0] == 3
    assert need_report.report(since=clock.today() + timedelta(days=1)).total[0] == 0
    client.force_login(factory.make_reviewer())
    page = client.get(reverse("need_report"))
    assert "wagtailadmin/js/date-time-chooser.js" in page.content.decode(), "the pickers of days draw nothing"
    assert page.status_code == 200
    table = client.get(reverse("need_report"), {"export": "csv"})
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any(line.startswith("'=1+1,") for line in lines)
    assert "Chim Vàng Anh" not in table.content.decode() + page.content.decode()
    client.force_login(exhibitors.make_person())
    assert client.get(reverse("need_report")).status_code in {302, 404}


def test_report_costs_the_same_with_few_and_many(market: SimpleNamespace) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            need_report.report()
        return len(captured)

    factory.publish_need(market)
    few = cost()
    for code in ("energy-saving", "drying"):
        factory.publish_need(market, field=factory.field(code), place=None)
    assert cost() == few


def test_officers_appoint_and_end_in_the_admin(client: Client, market: SimpleNamespace) -> None:
    person = exhibitors.make_person()
    client.force_login(focal.make_appointer())
    assert client.get(reverse("focal_points:index")).status_code == 200
    add = reverse("focal_points:add")
    unit = AdministrativeUnit.objects.get(code="phuong-thu")
    data = {"body": "UBND phường Thử", "email": "thu@example.org", "phone": "", "units": [unit.pk]}
    wrong = client.post(add, {**data, "person": "nobody@example.org"})
    assert "person" in wrong.context["form"].errors
    assert client.post(add, {**data, "person": person.email}).status_code == 302
    made = FocalPoint.objects.get(user=person)
    assert [place.code for place in made.units.all()] == ["phuong-thu"]
    edit = reverse("focal_points:edit", args=[made.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {**data, "units": []}).status_code == 302
    assert not made.units.exists()
    end = reverse("focal_points:end", args=[made.pk])
    assert client.get(end).status_code == 200
    assert FocalPoint.objects.get(pk=made.pk).ended_at is None, "reading changes nothing"
    assert client.post(end).status_code == 302
    assert FocalPoint.objects.get(pk=made.pk).ended_at is not None
    client.force_login(exhibitors.make_officer())
    assert client.get(end).status_code == 404
