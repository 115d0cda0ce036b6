"""The page tree: front pages, sections in both languages, and who answers for the portal."""

from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site

from awards.models import AwardIndexPage
from events.models import CourseIndexPage, EventIndexPage
from exhibitors.models import DirectoryPage
from experts.models import ExpertIndexPage
from home.models import FeedbackPage, HomePage, PolicyIndexPage, ServiceIndexPage
from home.roles import COLLECTION
from news.models import NewsIndexPage
from plan.models import PlanPage
from portal.demo import people
from portal.demo.builders.common import Build
from portal.demo.specs.sections import SECTIONS, SectionSpec
from portal.kernel.languages import Language
from portal.operations import site as own_site
from portal.operations import stock
from portal.pages.models import ResponsibleBody
from showcase.models import NeedIndexPage, ShowcaseIndexPage

CLASSES: dict[str, type[Any]] = {
    "technologies": ShowcaseIndexPage,
    "needs": NeedIndexPage,
    "events": EventIndexPage,
    "courses": CourseIndexPage,
    "awards": AwardIndexPage,
    "news": NewsIndexPage,
    "organisations": DirectoryPage,
    "experts": ExpertIndexPage,
    "plan": PlanPage,
    "policies": PolicyIndexPage,
    "services": ServiceIndexPage,
    "feedback": FeedbackPage,
}
ORGANISERS_COLLECTION = "Sự kiện và đào tạo"
INTRODUCTIONS = ("introduction", "intro", "lead")


def build(context: Build) -> None:
    """Make locales, the site, the front pages and every section."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    vietnamese = Locale.objects.get(language_code=Language.VIETNAMESE)
    root = Page.get_first_root_node()
    for stray in root.get_children():
        stray.delete()
    root = Page.objects.get(pk=root.pk)
    collections = Collection.get_first_root_node()
    collections.add_child(instance=Collection(name=COLLECTION))
    organisers = collections.add_child(instance=Collection(name=ORGANISERS_COLLECTION))
    front = HomePage(title="Trang chủ", slug="trang-chu", locale=vietnamese)
    root.add_child(instance=front)
    english = front.copy_for_translation(Locale.objects.get(language_code=Language.ENGLISH))
    english.title, english.slug = "Home", "home"
    english.save_revision().publish()
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="localhost", root_page=front, is_default_site=True, site_name=people.DEMO_SITE_NAME
    )
    own_site.sync_address()
    own_site.name_roots()
    stock.remove_unused()
    site.refresh_from_db()
    context.sections["home"], context.sections["home-en"] = front, english
    _responsible_body(site)
    for spec in SECTIONS:
        _section(context, spec)
    EventIndexPage.objects.update(collection=organisers)


def _introduce(page: Any, words: str) -> None:
    for name in INTRODUCTIONS:
        if any(field.name == name for field in page._meta.get_fields()):  # noqa: SLF001 -- Django's public name
            setattr(page, name, words)
            return


def _section(context: Build, spec: SectionSpec) -> None:
    front = context.sections["home"]
    page = CLASSES[spec.key](title=spec.title.vi, slug=spec.slug.vi, show_in_menus=spec.in_menu, locale=front.locale)
    _introduce(page, spec.introduction.vi)
    front.add_child(instance=page)
    page.save_revision().publish()
    context.sections[spec.key] = page
    twin = page.copy_for_translation(Locale.objects.get(language_code=Language.ENGLISH))
    twin.title, twin.slug, twin.show_in_menus = spec.title.en, spec.slug.en, spec.in_menu
    _introduce(twin, spec.introduction.en)
    with translation.override(Language.ENGLISH):
        twin.save_revision().publish()
    context.sections[f"{spec.key}-en"] = twin


def _responsible_body(site: Site) -> None:
    ResponsibleBody.objects.create(
        site=site,
        name_vi="Sở Khoa học và Công nghệ tỉnh Bắc Ninh (bản minh họa)",
        name_en="Department of Science and Technology of Bắc Ninh province (illustration)",
        address_vi="Địa chỉ minh họa, phường Kinh Bắc, tỉnh Bắc Ninh",
        address_en="Sample address, Kinh Bắc ward, Bắc Ninh province",
        phone="0000 000 000",
        email="lien-he@example.org",
        manager_vi="Người chịu trách nhiệm mẫu",
        manager_en="Sample person responsible",
        tagline_vi="Nơi công nghệ gặp nhu cầu: tìm, giới thiệu, kết nối và chuyển giao.",
        tagline_en="Where technology meets need: find it, show it, meet and transfer.",
    )
