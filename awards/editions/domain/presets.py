"""A new edition with the rules of a preset, as drafts in both languages."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from awards import permissions
from awards.editions.enums import Preset
from awards.editions.preset_rules import MOST_POINTS, PRESETS, RulesPreset
from awards.editions.rules import Words
from awards.enums import PhaseKind
from awards.models import AwardCategory, AwardCriterion, AwardDocument, AwardPage, AwardPhase
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.pages import rows

TIMETABLE: Final = (
    (PhaseKind.CALL, 45),
    (PhaseKind.SCREENING, 15),
    (PhaseKind.SCORING, 21),
    (PhaseKind.DELIBERATION, 7),
    (PhaseKind.PUBLIC_COMMENT, 15),
    (PhaseKind.DECISION, 5),
    (PhaseKind.APPEAL, 15),
    (PhaseKind.CEREMONY, 1),
)
"""How many days each phase has, one after the other."""


@transaction.atomic
def start_edition(
    *, parent: Page, preset: Preset, title: str, title_en: str, year: int, call_from: date, by: Any
) -> AwardPage:
    """Make the Vietnamese draft of an edition below a programme or the list, with its English twin; return the former.

    Raises NotAllowedError for others than the secretariat, and for who may add nothing below both pages; DomainError for a
    parent that has no English page.
    """
    if not permissions.can_manage_nominations(by):
        raise errors.NotAllowedError
    vietnamese = Locale.objects.get(language_code=Language.VIETNAMESE)
    english = Locale.objects.get(language_code=Language.ENGLISH)
    home = parent if parent.locale_id == vietnamese.pk else parent.get_translation_or_none(vietnamese)
    if home is None or not home.has_translation(english):
        raise errors.DomainError(_("The page above needs a Vietnamese and an English version first."))
    if not all(one.permissions_for_user(by).can_add_subpage() for one in (home, home.get_translation(english))):
        raise errors.NotAllowedError
    spec = PRESETS[preset]
    page = AwardPage(
        title=title,
        lead=spec.lead.vi,
        year=year,
        eligibility=spec.eligibility.vi,
        method=spec.procedure.vi,
        public_vote_share=spec.public_share,
        vote_curve=spec.curve,
        scoring_method=spec.method,
        jurors_per_dossier=spec.jurors,
        trim=spec.trim,
        locale=vietnamese,
        owner=by,
        live=False,
    )
    _fill(page, spec, call_from)
    home.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    twin = page.copy_for_translation(english).specific
    twin.title, twin.slug, twin.owner = title_en, "", by
    twin.lead, twin.eligibility, twin.method = spec.lead.en, spec.eligibility.en, spec.procedure.en
    _translate(twin, spec)
    twin.minimal_clean()
    twin.save(clean=False)
    twin.save_revision(user=by, clean=False)
    return page


def _levels(levels: tuple[tuple[int, Words], ...], language: Language) -> list[tuple[str, dict[str, Any]]]:
    return [("level", {"points": points, "anchor": words[language]}) for points, words in levels]


def _fill(page: AwardPage, spec: RulesPreset, call_from: date) -> None:
    page.categories = rows.in_order(AwardCategory(code=code, title=title.vi) for code, title in spec.categories)
    page.criteria = rows.in_order(
        AwardCriterion(
            key=item.key,
            title=item.title.vi,
            description=item.description.vi,
            weight=item.weight,
            points=MOST_POINTS,
            levels=_levels(item.levels, Language.VIETNAMESE),
        )
        for item in spec.criteria
    )
    page.documents = rows.in_order(
        AwardDocument(
            key=item.key,
            title=item.title.vi,
            formats=item.formats,
            is_required=item.is_required,
            anonymise=item.anonymise,
        )
        for item in spec.documents
    )
    page.phases = rows.in_order(_phases(call_from))


def _phases(call_from: date) -> list[AwardPhase]:
    phases, first = [], call_from
    for kind, days in TIMETABLE:
        last = first + timedelta(days=days - 1)
        phases.append(AwardPhase(kind=kind, starts_on=first, ends_on=last))
        first = last + timedelta(days=1)
    return phases


def _translate(page: AwardPage, spec: RulesPreset) -> None:
    categories, criteria = list(page.categories.all()), list(page.criteria.all())
    documents = list(page.documents.all())
    for category, (_code, title) in zip(categories, spec.categories, strict=True):
        category.title = title.en
    for criterion, item in zip(criteria, spec.criteria, strict=True):
        criterion.title, criterion.description = item.title.en, item.description.en
        criterion.levels = _levels(item.levels, Language.ENGLISH)
    for document, asked in zip(documents, spec.documents, strict=True):
        document.title = asked.title.en
    page.categories, page.criteria, page.documents = categories, criteria, documents
