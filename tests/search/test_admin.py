"""Editors keep the list of abbreviations in the admin."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from search.models import Abbreviation


@pytest.fixture
def admin(client: Client, site: Site) -> Client:
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x"))
    return client


def test_editor_adds_an_abbreviation(admin: Client, shipped: None) -> None:
    from django.urls import reverse

    names = Abbreviation.snippet_viewset  # type: ignore[attr-defined]
    assert admin.get(reverse(names.get_url_name("list"))).status_code == 200
    response = admin.post(reverse(names.get_url_name("add")), {"short": "QLTT", "expansion": "quản lý thị trường"})
    assert response.status_code == 302
    assert Abbreviation.objects.filter(short="QLTT").exists()


@pytest.mark.parametrize("values", [{"short": "&", "expansion": "và"}, {"short": "A", "expansion": "…"}])
def test_forms_without_letters_are_refused(db: None, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Abbreviation(**values).full_clean()
