"""One person with two windows on the same expert profile."""

import pytest
from django.test import Client
from django.urls import reverse

from experts.enums import LogAction
from experts.models import ExpertProfile
from tests.factories import exhibitors
from tests.factories import experts as factory
from tests.forms import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_windows_are_merged_and_a_second_click_is_no_conflict(client: Client) -> None:
    profile = factory.make_expert(shown=False)
    client.force_login(profile.user)
    address = reverse("experts:edit")
    first, second = (client.get(address).context["form"] for _window in range(2))
    data = sent(first, title="Giáo sư", language_2="en", level_2="basic", links="x")
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 302]
    assert profile.log.filter(action=LogAction.SAVED).count() == 2
    assert client.post(address, sent(second, summary="Ba mươi năm.")).status_code == 302
    kept = ExpertProfile.objects.get().proposal
    assert (kept["title"], kept["summary"]) == ("Giáo sư", "Ba mươi năm.")
    assert kept["languages"] == [["vi", "native"], ["en", "basic"]]


def test_language_and_level_stay_together(client: Client) -> None:
    profile = factory.make_expert(shown=False)
    client.force_login(profile.user)
    address = reverse("experts:edit")
    first, second = (client.get(address).context["form"] for _window in range(2))
    client.post(address, sent(first, level_2="basic"))
    asked = client.post(address, sent(second, language_2="en"))
    assert asked.status_code == 200
    assert {"language_2", "level_2"} <= set(asked.context["form"].errors)
    assert client.post(address, sent(asked.context["form"])).status_code == 302
    assert ExpertProfile.objects.get().proposal["languages"] == [["vi", "native"], ["en", "fluent"]]


def test_second_window_of_a_new_profile_asks(client: Client) -> None:
    exhibitors.make_terms()
    client.force_login(exhibitors.make_person(full_name="Vũ Thị Viết"))
    address = reverse("experts:edit")
    first, second = (client.get(address).context["form"] for _window in range(2))
    assert client.post(address, sent(first, title="Giáo sư", title_en="Professor")).status_code == 302
    asked = client.post(address, sent(second, title="Tiến sĩ"))
    assert "title" in asked.context["form"].errors
    assert client.post(address, sent(asked.context["form"])).status_code == 302
    kept = ExpertProfile.objects.get().proposal
    assert (kept["title"], kept["title_en"]) == ("Tiến sĩ", "Professor")
