"""Thousands of plain organisations and stories for load tests, beside the technologies and events of ``bulk``."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import models, transaction
from wagtail.models import Page

from exhibitors import sorting
from exhibitors.domain import listed_values
from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from news.enums import ArticleKind
from news.models import ArticlePage, NewsroomPage
from portal.demo import bulk
from portal.kernel import clock, slugs, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term

Say = Callable[[str], object]
TRADES: Final = ("Cơ khí", "Điện tử", "Gốm", "Dệt", "Giống cây", "Môi trường", "Tự động hóa", "Bao bì")
NAMES: Final = ("Sông Mơ", "Đồi Gió", "Bến Tre Xanh", "Làng Cả", "Kinh Bắc", "Đồng Trăng", "Núi Dạm", "Vườn Vải")
LEAD: Final = "Dữ liệu đo tải: một câu dẫn dài bằng câu dẫn của tin thật, kể ai làm gì, ở đâu, bao giờ và để làm gì."
DAYS_BACK: Final = 2_000


def organisations(number: int, chance: random.Random, say: Say) -> None:
    """Add so many organisations with a kind, a place, a role and a field each."""
    kinds, roles, fields = (
        list(Term.objects.filter(vocabulary=code))
        for code in (VocabularyCode.ORGANISATION_KIND, VocabularyCode.ORGANISATION_ROLE, VocabularyCode.FIELD)
    )
    places = list(AdministrativeUnit.objects.valid_on(clock.today()))
    offset = Organisation.objects.count()
    now = clock.now()
    for start in range(0, number, bulk.BATCH):
        made = []
        for index in range(start, min(start + bulk.BATCH, number)):
            name = f"{chance.choice(TRADES)} {chance.choice(NAMES)} {offset + index}"
            made.append(
                Organisation(
                    name=name,
                    slug=slugs.slug(f"bulk {name}"),
                    sort_key=sorting.text_key(name),
                    sort_key_en=sorting.text_key(name),
                    summary="Dữ liệu đo tải.",
                    folded=text.fold(f"{name} Dữ liệu đo tải."),
                    kind=chance.choice(kinds),
                    place=chance.choice(places),
                    state=chance.choice((VerificationState.VERIFIED, VerificationState.UNVERIFIED)),
                    state_changed_at=now,
                    is_illustrative=True,
                    created_at=now,
                    updated_at=now,
                )
            )
        with transaction.atomic():
            rows = Organisation.objects.bulk_create(made)
            links: tuple[tuple[Any, list[Term]], ...] = (
                (Organisation.roles.through, roles),
                (Organisation.fields.through, fields),
            )
            for through, terms in links:
                through.objects.bulk_create(
                    through(organisation_id=row.pk, term_id=chance.choice(terms).pk) for row in rows
                )
            listed_values.refresh(row.pk for row in rows)
        say(f"  organisations: {min(start + bulk.BATCH, number)} of {number}")


def stories(number: int, chance: random.Random, say: Say) -> None:
    """Add so many stories to the first Vietnamese newsroom with an audience, a field and a place each; no words for the search."""
    parent = NewsroomPage.objects.filter(locale__language_code=Language.VIETNAMESE).order_by("path")[0]
    audiences, fields = (
        list(Term.objects.filter(vocabulary=code)) for code in (VocabularyCode.AUDIENCE, VocabularyCode.FIELD)
    )
    places = list(AdministrativeUnit.objects.valid_on(clock.today()))
    offset = parent.get_children().count()
    for start in range(0, number, bulk.BATCH):
        pages = []
        for index in range(start, min(start + bulk.BATCH, number)):
            title = f"{chance.choice(bulk.THINGS)} {chance.choice(bulk.MERITS)} vào mùa, kỳ {offset + index}"
            pages.append(
                ArticlePage(
                    title=title,
                    slug=slugs.slug(f"tin {title}"),
                    kind=chance.choice([ArticleKind.STORY, ArticleKind.GALLERY]),
                    lead=LEAD,
                    byline="Người Viết",
                    body=[{"type": "paragraph", "value": f"<p>{LEAD}</p>"}],
                    published_at=clock.now() - timedelta(minutes=chance.randint(0, DAYS_BACK * 1440)),
                    place=chance.choice(places),
                    is_model_example=chance.random() < 0.1,  # noqa: PLR2004 -- a tenth
                    folded=text.fold(f"{title} {LEAD}"),
                )
            )
        with transaction.atomic():
            bulk.place_under(NewsroomPage.objects.get(pk=parent.pk), pages, ArticlePage)
            bulk.insert_pages(pages, [ArticlePage])
            Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
            for through, terms in ((ArticlePage.audiences.through, audiences), (ArticlePage.fields.through, fields)):
                through.objects.bulk_create(
                    through(articlepage_id=page.pk, term_id=chance.choice(terms).pk) for page in pages if terms
                )
        say(f"  stories: {min(start + bulk.BATCH, number)} of {number}")
