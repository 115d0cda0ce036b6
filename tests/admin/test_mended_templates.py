"""Templates of the packages whose English words are mended as they are loaded: each mend still finds its words."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.template import engines
from django.template.loaders import app_directories
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from portal.pages import mended_templates
from portal.pages.mended_templates import MENDS, Mend


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: f"{mend.template} {mend.old[:30]}")
def test_every_mend_finds_its_words_in_the_installed_package(mend: Mend) -> None:
    loader = app_directories.Loader(engines["django"].engine)
    origin = next(found for found in loader.get_template_sources(mend.template) if Path(found.name).exists())
    assert "site-packages" in Path(origin.name).parts, "a copy of ours stands before it"
    assert mend.old in loader.get_contents(origin), f"{mend.template} has changed: is the mend still needed?"


def test_mended_templates_are_valid_in_both_languages() -> None:
    for name in {mend.template for mend in MENDS}:
        engines["django"].get_template(name)


def test_other_templates_stay_as_they_are() -> None:
    assert mended_templates.mended("ui/base.html", 'value="Search" class="button"') == 'value="Search" class="button"'


def test_the_key_that_saves_belongs_to_the_draft_alone() -> None:
    template = engines["django"].get_template("wagtailadmin/panels/publishing/schedule_publishing_panel.html")
    text = template.template.source
    assert "action-save" in text
    assert "w-kbd" not in text


def test_operators_hear_rights_by_kind_in_their_language(site: Site, client: Client) -> None:
    client.force_login(User.objects.create_superuser("van-hanh@example.org", "mat-khau-thu"))
    group = Group.objects.create(name="Nhóm thử")
    group.permissions.add(Permission.objects.get(codename="add_term"))

    form = client.get(f"/admin/groups/edit/{group.pk}/").content.decode()

    assert ">Thêm: Ngôn ngữ</label>" in form
    assert "Can add" not in form


@pytest.mark.admin_search
def test_the_search_of_pages_says_what_it_counts(site: Site, client: Client) -> None:
    client.force_login(User.objects.create_superuser("van-hanh@example.org", "mat-khau-thu"))
    found = " ".join(client.get("/admin/pages/search/").content.decode().split())
    assert re.search(r"1-\d+ trên \d+ trang", found)
