"""The admin bears the portal's name and emblem, in the editor's language."""

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.models import Site
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.kernel import clock

LOGO = '<template data-wagtail-sidebar-branding-logo><img src="/static/ui/favicon'


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_admin_bears_the_name_and_emblem_of_the_portal(
    site: Site, admin_client: Client, admin_user: User, language: str
) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    names = {"vi": "Sàn khoa học và công nghệ Bắc Ninh", "en": "Bắc Ninh Science and Technology Market"}
    for path in ("/admin/", f"/admin/pages/{site.root_page_id}/edit/", "/admin/pages/"):
        html = admin_client.get(path).content.decode()
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title.endswith(f" - {names[language]}")
        assert "Wagtail" not in title
        assert LOGO in html
        assert "wagtailadmin/images/favicon" not in html


def test_name_of_the_admin_is_the_name_of_the_portal(settings: Any) -> None:
    assert settings.WAGTAIL_SITE_NAME == settings.SITE_NAME_VI


@pytest.mark.parametrize("language", ["vi", "en"])
def test_forms_of_the_admin_write_the_day_first_and_read_what_they_write(language: str) -> None:
    moment = clock.at(date(2026, 12, 2), 13, 0)
    with translation.override(language):
        for field, widget, value, written in (
            (forms.DateField(), AdminDateInput(), date(2026, 12, 2), "02/12/2026"),
            (forms.DateTimeField(), AdminDateTimeInput(), clock.local(moment), "02/12/2026 13:00"),
            (forms.TimeField(), AdminTimeInput(), time(13, 5), "13:05"),
        ):
            assert f'value="{written}"' in widget.render("when", value)
            assert field.clean(written) == value


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Nguyễn Hữu Bền (mẫu)", "Quản trị viên mẫu", "Trần & Con"])
def test_mail_of_the_workflow_greets_by_the_whole_name_and_says_who_writes(name: str) -> None:
    user = User(email="bien-tap@example.org", full_name=name)
    with translation.override("vi"):
        text = render_to_string("wagtailadmin/notifications/base.txt", {"user": user})
    assert text.startswith(f"Xin chào {name},\n")
    assert "http://testserver/admin/account/#tab-notifications" in text
    assert text.rstrip().endswith("http://testserver")
