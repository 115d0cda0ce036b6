"""The visitor's form in sections: every field once, folds that hide nothing wrong or needed, one request, without a script."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registration import forms
from registration.models import Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind

pytestmark = pytest.mark.django_db


def page_of(client: Client, fair: SubjectInfo) -> Any:
    return client.get(reverse("registration:register", args=[fair.key]))


def sections(page: Any) -> dict[str, Any]:
    return {section.key: section for section in page.context["form"].shown_sections}


def send(client: Client, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch, **values: Any) -> Any:
    monkeypatch.setattr(forms, "LEAST_SECONDS", 0)
    form = page_of(client, fair).context["form"]
    given = {
        "ticket": form["ticket"].value(),
        "full_name": "Nguyễn An",
        "email": "an@example.org",
        "party_size": "1",
        "consent": "on",
        **values,
    }
    return client.post(reverse("registration:register", args=[fair.key]), given)


def test_every_field_stands_in_one_section_and_the_consent_comes_last(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, code="hall", party_maximum=5)
    make_kind(subject=fair.key, code="press", party_maximum=5)
    page = page_of(client, fair)
    form = page.context["form"]
    placed = [field.name for section in form.shown_sections for field in section.fields]
    assert sorted(placed) == sorted(field.name for field in form.shown_fields)
    assert list(sections(page)) == ["choice", "person", "party", "more", "consent"]
    body = page.content.decode()
    assert len(re.findall("<form[^>]*method=.post", body)) == 1
    for name in placed:
        assert body.count(f'name="{name}"') >= 1, name


def test_folds_are_closed_at_first_and_what_is_needed_is_never_folded(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, party_maximum=5)
    found = sections(page_of(client, fair))
    assert {key for key, section in found.items() if section.is_folded} == {"party", "more"}
    assert not any(section.is_open for section in found.values() if section.is_folded)
    assert not any(
        field.field.required
        for section in found.values()
        if section.is_folded
        for field in section.fields
        if field.name != "party_size"
    )


def test_a_kind_that_needs_names_opens_the_party(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, party_maximum=5, needs_names=True)
    assert sections(page_of(client, fair))["party"].is_open


def test_a_fold_with_the_fault_stands_open_and_the_summary_leads_there(
    client: Client, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kind(subject=fair.key, party_maximum=3)
    page = send(client, fair, monkeypatch, party_size="9")
    assert page.status_code == 200
    body = page.content.decode()
    assert '<details class="disclosure form-section" id="form-party" open>' in body
    assert 'href="#id_party_size"' in body
    assert '<details class="disclosure form-section" id="form-more">' in body


def test_what_was_typed_into_a_fold_stays_in_sight(
    client: Client, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kind(subject=fair.key, party_maximum=3)
    page = send(client, fair, monkeypatch, full_name="", note="Xe lăn", party_size="2", others="Trần Bình")
    found = sections(page)
    assert found["more"].is_open
    assert found["party"].is_open
    assert "Xe lăn" in page.content.decode()


def test_folds_that_nobody_opens_are_sent_with_the_form(
    client: Client, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kind(subject=fair.key, party_maximum=3)
    assert send(client, fair, monkeypatch).status_code == 302
    assert Registration.objects.get().party_size == 1


def test_the_page_says_what_one_needs_before_the_form(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, party_maximum=3)
    page = page_of(client, fair)
    body = page.content.decode()
    assert len(page.context["form"].what_is_needed) == 2
    for sentence in page.context["form"].what_is_needed:
        assert body.index(sentence) < body.index('name="full_name"')
