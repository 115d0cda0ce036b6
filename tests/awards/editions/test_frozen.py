"""What was frozen cannot be said otherwise: by the form in either language, translations, old versions, copies, aliases."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from awards.editions import frozen, snapshot
from awards.models import AwardEdition, AwardPage
from portal.accounts.models import User
from portal.pages import completeness
from tests import worlds
from tests.factories import awards as factory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@worlds.standing
def page(site: Site, secretary: User) -> AwardPage:
    return factory.make_open(site, secretary)


def posted(page: AwardPage) -> dict[str, Any]:
    """Return what the editor sends of a page that nobody changed."""
    scalars = [
        *snapshot.TEXTS,
        *snapshot.NUMBERS,
        *snapshot.TIE_BREAKS,
        "scoring_method",
        "vote_curve",
        "title",
        "slug",
        "lead",
        "year",
    ]
    data: dict[str, Any] = {name: getattr(page, name) for name in scalars}
    rows = {
        "categories": ("title", "code", "description", "prizes"),
        "criteria": ("title", "key", "description", "weight", "points"),
        "phases": ("kind", "starts_on", "ends_on", "note"),
        "documents": ("title", "key", "formats", "max_megabytes", "is_required", "anonymise"),
    }
    for relation, names in rows.items():
        made = []
        for row in getattr(page, relation).all():
            one = {"id": row.pk, **{name: getattr(row, name) for name in names if getattr(row, name) is not False}}
            if relation == "criteria":
                one["levels"] = streamfield(
                    [("level", {"points": points, "anchor": words}) for points, words in snapshot.levels_of(row.levels)]
                )
            made.append(one)
        data[relation] = inline_formset(made, initial=len(made))
    data["body"] = streamfield([])
    data["comments"] = inline_formset([])
    return dict(nested_form_data(data))


def save(client: Client, page: AwardPage, by: User, **changes: Any) -> Any:
    client.force_login(by, backend=BACKEND)
    data = posted(page) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"action-publish": "1"})


def in_language(page: AwardPage, language: str) -> AwardPage:
    return page if language == "vi" else factory.english_of(page)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_decides_nothing_is_still_edited(client: Client, page: AwardPage, secretary: User, language: str) -> None:
    own = in_language(page, language)
    answer = save(client, own, secretary, lead="Lời giới thiệu mới.", phases__0__note="Trực tuyến")
    assert answer.status_code == 302
    own = AwardPage.objects.get(pk=own.pk)
    assert (own.lead, own.phases.first().note) == ("Lời giới thiệu mới.", "Trực tuyến")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_frozen_fields_are_refused_beside_the_field_and_typed_words_kept(
    client: Client, page: AwardPage, secretary: User, language: str
) -> None:
    own = in_language(page, language)
    changes = {
        "legal_basis": "Căn cứ khác hẳn",
        "quorum": "9",
        "first_tie_break": "median",
        "scoring_method": "ranks",
        "criteria__0__weight": "30",
        "criteria__1__levels__0__value__anchor": "Mức điểm đã sửa",
        "phases__0__ends_on": "2031-01-01",
        "documents__0__title": "Giấy khác",
        "categories__0__code": "ma-khac",
    }
    answer = save(client, own, secretary, **changes)
    assert answer.status_code == 200
    form = answer.context["form"]
    for name in ("legal_basis", "quorum", "first_tie_break", "scoring_method"):
        assert form.errors[name] == [str(frozen.SENTENCE)]
    for relation, row, name in (
        ("criteria", 0, "weight"), ("criteria", 1, "levels"), ("phases", 0, "ends_on"), ("documents", 0, "title"),
        ("categories", 0, "code"),
    ):  # fmt: skip
        assert form.formsets[relation].forms[row].errors[name] == [str(frozen.SENTENCE)], relation
    content = answer.content.decode()
    for words in ("Căn cứ khác hẳn", "Giấy khác", "ma-khac", json.dumps("Mức điểm đã sửa")[1:-1]):
        assert words in content
    assert not any(frozen.refusals(AwardPage.objects.get(pk=own.pk), set()))


def test_rows_are_neither_added_nor_taken_away(client: Client, page: AwardPage, secretary: User) -> None:
    taken = save(client, page, secretary, criteria__2__DELETE="1")
    assert taken.status_code == 200
    assert "Khả năng áp dụng" in str(taken.context["form"].non_field_errors())
    count = page.documents.count()
    extra = {f"documents__{count}__{name}": value for name, value in {
        "id": "", "ORDER": "9", "DELETE": "", "title": "Thêm", "key": "them", "formats": "pdf", "max_megabytes": "5",
    }.items()}  # fmt: skip
    added = save(client, page, secretary, documents__TOTAL_FORMS=str(count + 1), **extra)
    assert added.status_code == 200
    assert added.context["form"].formsets["documents"].forms[count].non_field_errors() == [str(frozen.ROW_NEW)]
    assert AwardPage.objects.get(pk=page.pk).criteria.count() == 3


def test_drafts_are_refused_too(client: Client, page: AwardPage, secretary: User) -> None:
    client.force_login(secretary, backend=BACKEND)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page) | {"quorum": "9"})
    assert answer.context["form"].errors["quorum"]


def test_form_of_a_draft_edition_takes_everything(client: Client, site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    answer = save(client, page, secretary, quorum="9", criteria__0__weight="30", legal_basis="Căn cứ khác")
    assert answer.status_code == 302
    assert AwardPage.objects.get(pk=page.pk).quorum == 9


def test_no_way_past_the_form(page: AwardPage, secretary: User) -> None:
    page.appeal_days = 30
    with pytest.raises(ValidationError) as caught:
        page.save()
    assert set(caught.value.message_dict) == {"appeal_days"}
    page = AwardPage.objects.get(pk=page.pk)
    row = page.phases.get(kind="appeal")
    row.ends_on = row.ends_on.replace(year=2040)
    page.phases = [row if one.pk == row.pk else one for one in page.phases.all()]
    with pytest.raises(ValidationError):
        page.save_revision()
    page = AwardPage.objects.get(pk=page.pk)
    page.documents = []
    with pytest.raises(ValidationError):
        page.save_revision(user=secretary)


def test_what_is_fixed_in_a_row_is_said_by_the_name_of_its_kind(page: AwardPage) -> None:
    page = AwardPage.objects.get(pk=page.pk)
    row = page.criteria.first()
    row.weight += 1
    page.criteria = [row if one.pk == row.pk else one for one in page.criteria.all()]
    found = completeness.of(page)
    assert found[f"criteria.{row.translation_key}.weight"] == [f"Tiêu chí: {frozen.SENTENCE}"]


def test_an_older_version_is_not_published_again(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    page.quorum = 9
    older = page.save_revision()
    older.publish()
    page = AwardPage.objects.get(pk=page.pk)
    page.quorum = 5
    page.save_revision().publish()
    english = factory.english_of(page)
    english.quorum = 5
    english.save_revision().publish()
    factory.opening.open_edition(award_key=page.translation_key, by=secretary, now=factory.clock.now())
    with pytest.raises(ValidationError):
        older.publish()
    assert AwardPage.objects.get(pk=page.pk).quorum == 5


def test_translation_editor_says_beside_the_text_what_is_fixed(page: AwardPage, secretary: User) -> None:
    source, _made = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=english)
    fixed = {"legal_basis": "Another decision", f"criteria.{page.criteria.first().translation_key}.title": "Boldness"}
    own = factory.english_of(page)
    by_text = {page.title: "A new title"}
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        words = fixed.get(segment.context.path) or by_text.get(segment.string.data)
        if words is None and segment.context.path == "lead":
            words = own.lead
        if words:
            StringTranslation.objects.create(
                translation_of=segment.string, locale=english, context=segment.context, data=words
            )
    with pytest.raises(ValidationError):
        translation.save_target(user=secretary)
    for path in fixed:
        told = StringTranslation.objects.get(context__path=path, locale=english)
        assert told.get_error() == str(frozen.SENTENCE)
    assert factory.english_of(page).legal_basis == "Decision 1/QĐ-UBND"


def test_a_copy_is_a_new_edition_that_nothing_binds(page: AwardPage, secretary: User) -> None:
    copy = page.copy(update_attrs={"slug": "ban-sao", "title": "Bản sao"}, user=secretary)
    copy.quorum = 9
    copy.save_revision().publish()
    assert frozen.rules_of(copy.translation_key) is None
    assert AwardEdition.objects.count() == 1


def test_an_alias_follows_its_page(page: AwardPage) -> None:
    alias = page.create_alias(update_slug="bi-danh")
    page.lead = "Lời mới."
    page.save_revision().publish()
    alias.refresh_from_db()
    assert alias.lead == "Lời mới."
