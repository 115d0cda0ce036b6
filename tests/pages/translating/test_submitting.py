"""Handing a page in for translation."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from portal.accounts.models import User
from tests.factories import news as factory


@pytest.mark.parametrize("languages", [1, 2])
def test_only_language_there_is_is_chosen_already(site: Site, client: Client, languages: int) -> None:
    story = factory.make_article(factory.make_newsroom(site).page, "Máy sấy vải")
    if languages == 2:
        Locale.objects.create(language_code="fr")
    client.force_login(User.objects.create_superuser("van-hanh@example.org", "mat-khau-thu"))

    form = client.get(f"/admin/localize/submit/page/{story.pk}/").content.decode()

    boxes = re.findall(r'<input[^>]*name="locales"[^>]*>', form)
    assert len(boxes) == languages
    assert [box for box in boxes if "checked" in box] == (boxes if languages == 1 else [])
