"""The first page of the admin tells intermediary officers what waits for them, and asks nothing for anybody else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kernel import clock
from showcase.domain import conversation
from showcase.domain import deal as deals
from showcase.domain.deal import Party
from showcase.domain.sides import Actor
from showcase.enquiry_enums import AbuseReason, Side
from showcase.models import AbuseReport, Deal, Enquiry
from tests.factories import exhibitors
from tests.factories import showcase as factory

HOME = "wagtailadmin_home"


@pytest.fixture
def cases(market: SimpleNamespace) -> SimpleNamespace:
    """An enquiry whose answer is late beside one that is not, a report of abuse and a contested outcome."""
    page, owner = factory.publish_technology(market), exhibitors.owner_of(market.organisation)
    answered, by_owner = factory.answered(page, owner), Actor(Side.OWNER, owner)
    late = factory.ask(page)
    Enquiry.objects.filter(pk=late.pk).update(reply_due_on=clock.today() - timedelta(days=1))
    factory.ask(page, email="khac@example.org")
    conversation.report(
        enquiry=answered,
        actor=by_owner,
        reason=AbuseReason.SPAM,
        text="",
        now=clock.now(),
    )
    made = factory.report_deal(answered, by_owner)
    deals.contest(deal=made, party=Party(Side.SENDER), version=made.version, reason="Không đúng", now=clock.now())
    return market


def test_the_officer_reads_counts_that_lead_to_just_those(client: Client, cases: SimpleNamespace) -> None:
    client.force_login(factory.make_intermediary())
    html = client.get(reverse(HOME)).content.decode()
    for words, namespace, query, model in (
        ("Yêu cầu quá hạn trả lời", "enquiries", "late=true", Enquiry),
        ("Báo cáo lạm dụng chờ quyết định", "abuse_reports", "state=open", AbuseReport),
        ("Kết quả bị phản đối", "deals", "state=contested", Deal),
    ):
        url = f"{reverse(f'{namespace}:index')}?{query}"
        assert f'<a href="{url}">{words}</a>' in html
        listed = client.get(url).context["object_list"]
        assert len(listed) == 1
        assert isinstance(listed[0], model)


def test_an_officer_for_whom_nothing_waits_is_told_so(client: Client, market: SimpleNamespace) -> None:
    client.force_login(factory.make_intermediary())
    assert "Hiện không có việc nào chờ bạn." in client.get(reverse(HOME)).content.decode()


def test_nobody_else_sees_it_or_pays_for_it(client: Client, cases: SimpleNamespace) -> None:
    tables = {model._meta.db_table for model in (Enquiry, AbuseReport, Deal)}
    for person in (factory.make_reviewer(), exhibitors.make_officer()):
        client.force_login(person)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(reverse(HOME)).content.decode()
        assert 'id="panel-mediation' not in html
        assert not [query["sql"] for query in captured if any(f'"{table}"' in query["sql"] for table in tables)]
