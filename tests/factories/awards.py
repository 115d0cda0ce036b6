"""Award programmes, nominations and their people for tests."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site

from awards import roles
from awards.domain import nominations, publication
from awards.editions.domain import opening, presets
from awards.editions.enums import Preset
from awards.enums import Honour, NominationState, PhaseKind
from awards.models import (
    AwardCategory,
    AwardCriterion,
    AwardEdition,
    AwardIndexPage,
    AwardPage,
    AwardPhase,
    AwardProgrammePage,
    Nomination,
)
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from portal.pages import rows

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
_numbers = itertools.count(1)


def make_index(site: Site) -> AwardIndexPage:
    """Make the list of programmes in both languages; return the Vietnamese one."""
    existing = AwardIndexPage.objects.filter(locale=site.root_page.locale).first()
    if existing:
        return existing
    index = AwardIndexPage(title="Giải thưởng", slug="giai-thuong", locale=site.root_page.locale)
    Page.objects.get(pk=site.root_page_id).add_child(instance=index)
    english(index, title="Awards", slug="awards")
    return AwardIndexPage.objects.get(pk=index.pk)


def english(page: Any, **texts: Any) -> Any:
    """Publish the English page of one, with its texts."""
    made = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in texts.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return type(page).objects.get(pk=made.pk)


def phase(kind: PhaseKind, first: int, last: int) -> AwardPhase:
    """Return an unsaved phase between two days counted from today."""
    today = clock.today()
    return AwardPhase(kind=kind, starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last))


def make_award(index: AwardIndexPage | AwardProgrammePage, *, bare: bool = False, **values: Any) -> AwardPage:
    """Put a programme under the list, live; ``bare`` leaves out categories, criteria and phases."""
    number = next(_numbers)
    fields = {
        "title": f"Giải thưởng thử {number}",
        "lead": "Tôn vinh sáng chế.",
        "year": 2026,
        "organiser_name": "Sở Khoa học và Công nghệ",
        "legal_basis": "Quyết định số 1/QĐ-UBND",
        **values,
    }
    terms, phases = fields.pop("fields", ()), fields.pop("phases", None)
    page = AwardPage(locale=index.locale, **fields)
    if not bare:
        page.categories = rows.in_order(
            [
                AwardCategory(code="invention", title="Sáng chế"),
                AwardCategory(code="start-up", title="Khởi nghiệp"),
            ]
        )
        page.criteria = rows.in_order(
            [
                AwardCriterion(key="novelty", title="Tính mới", points=10, weight=40),
                AwardCriterion(key="effect", title="Hiệu quả", points=10, weight=60),
            ]
        )
        page.phases = phases or [phase(PhaseKind.CALL, -10, 10), phase(PhaseKind.SCORING, 11, 30)]
    page.fields_of_technology = terms
    Page.objects.get(pk=index.pk).add_child(instance=page)
    # As the upgrade left pages that were public before editions had records.
    AwardEdition.objects.create(award_key=page.translation_key, precedes_records=True)
    return AwardPage.objects.get(pk=page.pk)


def make_secretary(site: Site) -> User:
    """Make a member of the secretariat, with the rights that the room declares."""
    make_index(site)
    role_domain.sync(declared=[roles.declare()])
    user = User.objects.create_user(f"thu-ky-{next(_numbers)}@example.org", full_name="Lê Thư Ký")
    user.groups.add(Group.objects.get(name=roles.SECRETARIAT))
    return User.objects.get(pk=user.pk)


def submit(award: AwardPage, **values: Any) -> Nomination:
    """Submit a nomination through the domain."""
    number = next(_numbers)
    return nominations.submit_nomination(
        **{
            "award_key": award.translation_key,
            "category_code": "invention",
            "title": f"Máy sấy thử {number}",
            "nominee_name": f"Nguyễn Văn {number}",
            "by": None,
            "now": NOW,
            "summary": "Tiết kiệm điện.",
            **values,
        }
    )


def publish(award: AwardPage, by: User, honour: Honour | None = None, **values: Any) -> Nomination:
    """Bring a new nomination to finalist, or to winner of a prize, with its page."""
    texts = {name: values.pop(name) for name in ("citation", "citation_en") if name in values}
    made = submit(award, **values)
    made = nominations.move_nomination(nomination=made, to=NominationState.ELIGIBLE, by=by, now=NOW)
    made = publication.decide_nomination(nomination=made, to=NominationState.FINALIST, by=by, now=NOW, **texts)
    if honour is not None:
        made = publication.decide_nomination(
            nomination=made, to=NominationState.WINNER, by=by, now=NOW, honour=honour, **texts
        )
    return made


def decided(index: AwardIndexPage, day: date | None = None, **values: Any) -> AwardPage:
    """Put a programme under the list whose winners are decided."""
    phases = [phase(PhaseKind.CALL, -90, -60), phase(PhaseKind.CEREMONY, -5, -5)]
    return make_award(index, decided_on=day or clock.today() - timedelta(days=4), phases=phases, **values)


def make_ready(
    site: Site, by: User, *, preset: Preset = Preset.INNOVATION, call_from: date | None = None, in_english: bool = True
) -> AwardPage:
    """Publish a new edition of a preset in which nothing is missing; its call has begun two days ago."""
    number = next(_numbers)
    page = presets.start_edition(
        parent=make_index(site),
        preset=preset,
        title=f"Giải thưởng mùa {number}",
        title_en=f"Award season {number}",
        year=2026,
        call_from=call_from or clock.today() - timedelta(days=2),
        by=by,
    )
    english_page = AwardPage.objects.get(translation_key=page.translation_key, locale__language_code="en")
    for one, basis, budget in (
        (page, "Quyết định số 1/QĐ-UBND", "Ngân sách tỉnh"),
        (english_page, "Decision 1/QĐ-UBND", "The province's budget"),
    ):
        if one is english_page and not in_english:
            continue
        one.legal_basis, one.budget_source = basis, budget
        one.save_revision().publish()
    return AwardPage.objects.get(pk=page.pk)


def make_open(site: Site, by: User, **values: Any) -> AwardPage:
    """Publish an edition of a preset and open its call."""
    page = make_ready(site, by, **values)
    opening.open_edition(award_key=page.translation_key, by=by, now=clock.now())
    return page


def english_of(page: AwardPage) -> AwardPage:
    """Return the English page of an edition."""
    return AwardPage.objects.get(translation_key=page.translation_key, locale__language_code="en")
