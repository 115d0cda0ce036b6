"""Outcomes that two people have open at once: nobody agrees to a version they did not read, and nothing is kept twice."""

import uuid
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal.kernel import clock, errors
from showcase.deal_enums import DealStage, DealState, ValueBand
from showcase.domain import deal as deals
from showcase.domain.deal import Partner, Party
from showcase.domain.deal_details import CorrectedMeanwhileError, FormUsedError
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Deal, DealVersion
from tests.factories import exhibitors
from tests.factories import showcase as factory

BY_LINK = Party(Side.SENDER)


@pytest.fixture
def talk(market: SimpleNamespace) -> SimpleNamespace:
    """An outcome that the owner reported, with the partner's link, and what corrects it behind the partner's back."""
    owner = exhibitors.owner_of(market.organisation)
    enquiry = factory.answered(factory.publish_technology(market), owner)
    mail.outbox.clear()
    made = factory.report_deal(enquiry, Actor(Side.OWNER, owner), stage=DealStage.CONTRACT)
    link = factory.link_in(mail.outbox[0], "/ket-qua/")

    def correct(version: int = 1, submission_key: uuid.UUID | None = None, party: Party | None = None) -> Deal:
        return deals.correct(
            deal=made,
            party=party or Party(Side.OWNER, owner),
            version=version,
            details=factory.deal_details(stage=DealStage.CONTRACT, value_band=ValueBand.OVER_5_BILLION),
            reason="Ký thêm",
            submission_key=submission_key or uuid.uuid4(),
            now=clock.now(),
        )

    return SimpleNamespace(market=market, owner=owner, enquiry=enquiry, made=made, link=link, correct=correct)


def test_nobody_answers_a_version_that_they_did_not_read(talk: SimpleNamespace) -> None:
    officer = factory.make_intermediary()
    talk.correct()
    now = clock.now()
    for version in (1, 3, None):
        for act in (
            lambda version: deals.confirm(deal=talk.made, party=BY_LINK, version=version, now=now),
            lambda version: deals.contest(deal=talk.made, party=BY_LINK, version=version, reason="Sai", now=now),
            lambda version: deals.settle(deal=talk.made, by=officer, version=version, remark="Đã xem", now=now),
            lambda version: deals.void(deal=talk.made, by=officer, version=version, remark="Đã xem", now=now),
            lambda version: talk.correct(version=version),
        ):
            with pytest.raises(CorrectedMeanwhileError):
                act(version)
    row = Deal.objects.get()
    assert (row.state, row.version, row.counted_version) == (DealState.REPORTED, 2, None)
    assert deals.confirm(deal=talk.made, party=BY_LINK, version=2, now=now).counted_version == 2


def test_strangers_learn_nothing_of_versions(talk: SimpleNamespace) -> None:
    stranger = exhibitors.owner_of(talk.market.buyer)
    with pytest.raises(errors.NotAllowedError):
        deals.confirm(deal=talk.made, party=Party(Side.SENDER, stranger), version=7, now=clock.now())
    with pytest.raises(errors.NotAllowedError):
        deals.settle(deal=talk.made, by=stranger, version=7, remark="", now=clock.now())


def test_partner_who_confirms_what_was_corrected_reads_the_new_version(client: Client, talk: SimpleNamespace) -> None:
    link = talk.link
    assert '<input type="hidden" name="version" value="1">' in client.get(link).content.decode()
    talk.correct()
    for typed in ({"version": "1"}, {"version": "một"}, {}):
        html = client.post(f"{link}xac-nhan/", typed, follow=True).content.decode()
        assert str(ValueBand.OVER_5_BILLION.label) in html
        assert '<input type="hidden" name="version" value="2">' in html
        assert Deal.objects.get().state == DealState.REPORTED
    client.post(f"{link}xac-nhan/", {"version": "2"})
    assert Deal.objects.get().state == DealState.CONFIRMED


def test_partner_who_contests_what_was_corrected_keeps_the_words(client: Client, talk: SimpleNamespace) -> None:
    path = f"{talk.link}phan-doi/"
    assert client.get(path).context["form"]["version"].value() == 1
    talk.correct()
    answer = client.post(path, {"version": "1", "reason": "Giá khác hẳn"})
    html = answer.content.decode()
    assert str(CorrectedMeanwhileError.default_message) in html
    assert "Giá khác hẳn" in html
    assert str(ValueBand.OVER_5_BILLION.label) in html
    assert answer.context["form"]["version"].value() == "2"
    assert Deal.objects.get().state == DealState.REPORTED
    again = {"version": answer.context["form"]["version"].value(), "reason": "Giá khác hẳn"}
    assert client.post(path, again).status_code == 302
    assert Deal.objects.get().state == DealState.CONTESTED


def test_officer_who_settles_what_was_corrected_reads_the_new_version(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(factory.make_intermediary())
    for action, state in (("settle", DealState.SETTLED), ("void", DealState.VOIDED)):
        url = reverse("deals:decide", args=[talk.made.pk, action])
        shown = Deal.objects.get().version
        assert client.get(url).context["form"]["version"].value() == shown
        talk.correct(version=shown)
        answer = client.post(url, {"version": str(shown), "remark": "Đã gọi hai bên"})
        html = answer.content.decode()
        assert str(CorrectedMeanwhileError.default_message) in html
        assert "Đã gọi hai bên" in html
        assert answer.context["version"].number == shown + 1
        assert f'name="version" value="{shown + 1}"' in html
        assert Deal.objects.get().state == DealState.REPORTED
        assert client.post(url, {"version": str(shown + 1), "remark": "Đã gọi hai bên"}).status_code == 302
        assert Deal.objects.get().state == state


def test_notes_of_the_other_side_stay_out_of_the_forms(client: Client, talk: SimpleNamespace) -> None:
    DealVersion.objects.update(note="Riêng tư 77")
    for step in ("phan-doi/", "sua/"):
        assert "Riêng tư 77" not in client.get(f"{talk.link}{step}").content.decode()
    client.force_login(talk.owner)
    own = client.get(reverse("showcase:deal-correct", args=[talk.made.reference])).content.decode()
    assert "Riêng tư 77" in own


def test_correction_sent_twice_is_one_version(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    url = reverse("showcase:deal-correct", args=[talk.made.reference])
    form = client.get(url).context["form"]
    typed = {
        "version": form["version"].value(),
        "submission_key": form["submission_key"].value(),
        "stage": "contract",
        "value_band": "over-5b",
        "origin": "domestic",
        "happened_on": clock.today().strftime("%d/%m/%Y"),
        "reason": "Ký thêm",
    }
    mail.outbox.clear()
    first, second = (client.post(url, typed) for _twice in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, talk_url(talk))
    row = Deal.objects.get()
    assert (row.version, row.versions.count(), row.log.count()) == (2, 2, 2)
    assert len(mail.outbox) == 1
    late = client.post(url, {**typed, "submission_key": str(uuid.uuid4()), "reason": "Viết lại"})
    assert str(CorrectedMeanwhileError.default_message) in late.content.decode()
    assert "Viết lại" in late.content.decode()
    assert late.context["form"]["version"].value() == "2"
    assert Deal.objects.get().version == 2


def talk_url(talk: SimpleNamespace) -> str:
    return reverse("showcase:deal", args=[talk.made.reference])


def test_correction_sent_twice_changes_nothing_after_the_answer(talk: SimpleNamespace) -> None:
    key = uuid.uuid4()
    talk.correct(submission_key=key)
    deals.confirm(deal=talk.made, party=BY_LINK, version=2, now=clock.now())
    assert talk.correct(submission_key=key).state == DealState.CONFIRMED
    with pytest.raises(FormUsedError):
        talk.correct(submission_key=key, party=BY_LINK)


def test_key_of_another_report_makes_nothing(talk: SimpleNamespace) -> None:
    key = talk.made.submission_key
    assert factory.report_deal(talk.enquiry, Actor(Side.OWNER, talk.owner), submission_key=key).pk == talk.made.pk
    other = factory.answered(factory.publish_technology(talk.market), talk.owner)
    with pytest.raises(FormUsedError):
        factory.report_deal(other, Actor(Side.OWNER, talk.owner), submission_key=key)
    buyer = exhibitors.owner_of(talk.market.buyer)
    with pytest.raises(FormUsedError):
        deals.report_without_enquiry(
            organisation=talk.market.buyer,
            by=buyer,
            partner=Partner("Xưởng ngoài cổng"),
            title="Máy sấy",
            details=factory.deal_details(),
            submission_key=key,
            now=clock.now(),
        )
    assert Deal.objects.count() == 1


def test_two_versions_never_come_from_one_form(talk: SimpleNamespace) -> None:
    talk.correct()
    key = DealVersion.objects.get(number=1).submission_key
    assert key is not None
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE showcase_dealversion SET submission_key ="
            " (SELECT submission_key FROM showcase_dealversion WHERE number = 1) WHERE number = 2"
        )
