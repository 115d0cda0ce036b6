"""One's own settings in the admin: what is asked is kept, and nothing is asked that nobody keeps."""

import pytest
from django.test import Client
from wagtail.admin.localization import get_available_admin_time_zones
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.factories import news as factory


def test_the_account_page_offers_zones_that_browsers_know() -> None:
    offered = set(get_available_admin_time_zones())
    assert {"Asia/Ho_Chi_Minh", "UTC"} <= offered
    assert not {"localtime", "Factory"} & offered


@pytest.mark.django_db
def test_settings_are_kept_without_names_that_nobody_has(site: Site, client: Client) -> None:
    room = factory.make_newsroom(site, "bao-thu", "Báo Thử")
    client.force_login(room.reporter)
    form = client.get("/admin/account/")
    assert "first_name" not in form.content.decode()
    answer = client.post(
        "/admin/account/",
        {
            "locale-preferred_language": "vi",
            "locale-current_time_zone": "Asia/Ho_Chi_Minh",
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    profile = UserProfile.objects.get(user=room.reporter)
    assert (profile.theme, profile.current_time_zone) == ("dark", "Asia/Ho_Chi_Minh")
