"""What jurors get of a dossier: versions without names where the rules ask for them, and never a name."""

import dataclasses
from typing import Any

import pytest

from awards.dossiers import queries
from awards.editions.enums import Preset
from awards.models import DossierFile
from portal.accounts.models import User
from tests.factories import awards as make
from tests.factories import dossiers as write
from tests.worlds import standing


@standing
def people(site: Any) -> tuple[User, User]:
    """A secretary and somebody who nominates."""
    return make.make_secretary(site), User.objects.create_user("lua@example.org", full_name="Nguyễn Thị Lụa")


@pytest.mark.parametrize("preset", [Preset.INNOVATION, Preset.PRESS])
def test_with_one_version_without_names_the_jury_gets_nothing_that_names(
    site: Any, people: tuple[User, User], preset: Preset
) -> None:
    secretary, lua = people
    page = make.make_open(site, secretary, preset=preset)
    dossier = write.complete(page, write.start(page, lua), lua)
    for document in write.rules_of(page).documents:
        if not DossierFile.objects.filter(nomination=dossier, key=document.key, is_twin=False).exists():
            write.put(dossier, document.key, lua)

    found = queries.for_jury(dossier)

    twins = set(DossierFile.objects.filter(nomination=dossier, is_twin=True).values_list("pk", flat=True))
    assert twins
    assert {one.pk for one in found.files} == twins
    assert found.title == ""
    assert [key for key, _text in found.answers] == [one.key for one in write.rules_of(page).criteria]
    said = repr(dataclasses.astuple(found))
    for name in (dossier.nominee_name, "mo-ta", dossier.title, lua.full_name):
        assert name not in said


def test_where_nothing_is_anonymous_the_jury_gets_title_and_all_files(site: Any, people: tuple[User, User]) -> None:
    secretary, lua = people
    page = make.make_open(site, secretary, preset=Preset.RECOGNITION)
    dossier = write.complete(page, write.start(page, lua), lua)

    found = queries.for_jury(dossier)

    assert found.title == dossier.title
    assert {one.pk for one in found.files} == set(dossier.files.values_list("pk", flat=True))
    assert all("mo-ta" not in one.name for one in found.files)


def test_three_queries_whatever_is_in_it(site: Any, people: tuple[User, User], django_assert_num_queries: Any) -> None:
    secretary, lua = people
    page = make.make_open(site, secretary)
    dossier = write.start(page, lua)
    with django_assert_num_queries(3):
        queries.for_jury(dossier)
    write.complete(page, dossier, lua)
    with django_assert_num_queries(3):
        queries.for_jury(dossier)
