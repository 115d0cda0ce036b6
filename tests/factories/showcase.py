"""Pages and records of the showcase room for tests."""

import itertools
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page, Site

from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term
from showcase import roles as showcase_roles
from showcase.deal_enums import DealOrigin, DealStage, ValueBand
from showcase.domain import deal as deals
from showcase.domain import enquiry as enquiries
from showcase.domain.deal_details import DealDetails
from showcase.domain.sides import Actor
from showcase.enums import Compliance
from showcase.models import NeedIndexPage, NeedPage, ShowcaseIndexPage, TechnologyPage
from tests.factories import exhibitors

_numbers = itertools.count(1)
LISTS = "Nghị định 76/2018/NĐ-CP"


def english(page: Any, **texts: Any) -> Any:
    """Publish the English page of one, with its texts."""
    made = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in texts.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return type(page).objects.get(pk=made.pk)


def _index(site: Site, model: Any, vi: tuple[str, str], en: tuple[str, str]) -> Any:
    parent = Page.objects.get(pk=site.root_page_id)
    page = parent.add_child(instance=model(title=vi[0], slug=vi[1], locale=parent.locale, show_in_menus=True))
    english(page, title=en[0], slug=en[1])
    return model.objects.get(pk=page.pk)


def make_market(site: Site) -> SimpleNamespace:
    """Make both lists in both languages, a directory, terms, and the reviewers' group with its workflow."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    exhibitors.make_terms()
    for vocabulary, code, vi, en in (
        (VocabularyCode.TECHNOLOGY_KIND, "process", "Quy trình", "Process"),
        (VocabularyCode.TRANSFER_FORM, "independent", "Độc lập", "On its own"),
        (VocabularyCode.TRANSFER_FORM, "capital", "Góp vốn", "Capital contribution"),
        (VocabularyCode.COOPERATION, "licence", "Li-xăng", "Licence"),
        (VocabularyCode.COOPERATION, "field-trial", "Thử nghiệm tại hiện trường", "Field trial"),
        (VocabularyCode.IP_KIND, "patent", "Sáng chế", "Patent"),
        (VocabularyCode.IP_STATUS, "granted", "Đã cấp bằng", "Granted"),
    ):
        exhibitors.make_term(vocabulary, code, vi, en)
    market = SimpleNamespace(
        technologies=_index(site, ShowcaseIndexPage, ("Công nghệ", "cong-nghe"), ("Technologies", "technologies")),
        needs=_index(site, NeedIndexPage, ("Nhu cầu", "nhu-cau"), ("Needs", "needs")),
        directory=exhibitors.make_directory(site),
        organisation=exhibitors.make_organisation(
            name="Công ty Sông Mơ", email="lien-he@example.org", phone="0222 3822 345"
        ),
        buyer=exhibitors.make_organisation(name="Hợp tác xã Đồng Trăng"),
    )
    role_domain.sync(declared=[showcase_roles.declared()])
    return market


def term(vocabulary: VocabularyCode, code: str) -> Term:
    """Return a term."""
    return Term.objects.get(vocabulary=vocabulary, code=code)


def field(code: str = "drying") -> Term:
    """Return a field of technology."""
    return term(VocabularyCode.FIELD, code)


def cleared(by: User | None = None) -> dict[str, Any]:
    """Return what an officer records for a technology that is on no list."""
    return {
        "compliance": Compliance.NOT_LISTED,
        "compliance_checked_by": by or exhibitors.make_person(),
        "compliance_checked_on": clock.today(),
        "compliance_list_version": LISTS,
    }


def technology(organisation: Any, **values: Any) -> TechnologyPage:
    """Return an unsaved, complete technology."""
    number = next(_numbers)
    filled: dict[str, Any] = {
        "title": f"Sấy bơm nhiệt số {number}",
        "summary": "Giảm điện năng khi sấy tỏi.",
        "kind": term(VocabularyCode.TECHNOLOGY_KIND, "process"),
        "field": field(),
        "problem": "Sấy tốn điện.",
        "solution": "Bơm nhiệt hai cấp.",
        "advantages": "Ít điện hơn.",
        "compared_with": "Sấy điện trở.",
        "trl": 8,
        "trl_evidence": "Chạy ở xưởng mẫu.",
        "organisation": organisation,
        "place": AdministrativeUnit.objects.get(code="phuong-thu"),
        "confirmed_on": clock.today(),
        "expires_on": clock.today() + timedelta(days=180),
    }
    return TechnologyPage(**{**filled, **values})


def publish_technology(
    market: SimpleNamespace, *, forms: tuple[str, ...] = ("independent",), **values: Any
) -> TechnologyPage:
    """Publish a cleared technology."""
    organisation = values.pop("organisation", market.organisation)
    children = {
        name: values.pop(name) for name in ("specifications", "rights", "pictures", "cooperation") if name in values
    }
    page = technology(organisation, **{**cleared(), **values})
    page.transfer_forms = [term(VocabularyCode.TRANSFER_FORM, code) for code in forms]
    for name, rows in children.items():
        setattr(page, name, rows)
    parent = ShowcaseIndexPage.objects.get(pk=market.technologies.pk)
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return TechnologyPage.objects.get(pk=page.pk)


def publish_need(market: SimpleNamespace, **values: Any) -> NeedPage:
    """Publish a need."""
    children = {name: values.pop(name) for name in ("measures", "cooperation") if name in values}
    filled: dict[str, Any] = {
        "title": f"Giảm hao hụt khi sấy số {next(_numbers)}",
        "summary": "Hao hụt 14 % là quá nhiều.",
        "situation": "Đang phơi nắng.",
        "field": field(),
        "organisation": market.organisation,
        "place": AdministrativeUnit.objects.get(code="phuong-thu"),
    }
    page = NeedPage(**{**filled, **values})
    for name, rows in children.items():
        setattr(page, name, rows)
    parent = NeedIndexPage.objects.get(pk=market.needs.pk)
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return NeedPage.objects.get(pk=page.pk)


def make_reviewer() -> User:
    """Make a person of the reviewers' group."""
    person = exhibitors.make_person(full_name="Người Duyệt")
    person.groups.add(Group.objects.get(name=showcase_roles.REVIEWERS))
    return User.objects.get(pk=person.pk)


def details(**values: Any) -> enquiries.EnquiryDetails:
    """Return what a sender writes."""
    filled = {"name": "Trần Thị Mua", "email": "mua@example.org", "interest": "Cần thử với hành."}
    return enquiries.EnquiryDetails(**{**filled, **values})


def ask(page: Any, *, confirmed: bool = True, **values: Any) -> Any:
    """Send an enquiry and, unless told otherwise, confirm its address."""
    key = values.pop("submission_key", None) or uuid.uuid4()
    language = values.pop("language", Language.VIETNAMESE)
    now = values.pop("now", None) or clock.now()
    sender = values.pop("sender", None)
    made = enquiries.ask(
        page=page, details=details(**values), sender=sender, language=language, submission_key=key, now=now
    )
    return enquiries.confirm(enquiry=made, now=now) if confirmed else made


def answered(page: Any, by: User, **values: Any) -> Any:
    """Send an enquiry, confirm its address and answer it."""
    made = ask(page, **values)
    return enquiries.answer(enquiry=made, by=by, text="Mời đến xưởng.", now=values.get("now") or clock.now())


def make_intermediary() -> User:
    """Make a person of the intermediary officers' group."""
    person = exhibitors.make_person(full_name="Cán Bộ Kết Nối")
    person.groups.add(Group.objects.get(name=showcase_roles.INTERMEDIARIES_GROUP))
    return User.objects.get(pk=person.pk)


def link_in(message: Any, part: str) -> str:
    """Return the path of the first link in a mail that holds ``part``."""
    found = next(word for word in message.body.split() if part in word)
    return str(found.removeprefix("http://testserver"))


def letters_to(outbox: Any, address: str) -> list[Any]:
    """Return the mails to an address, the newest last."""
    return [message for message in outbox if message.to == [address]]


def deal_details(**values: Any) -> Any:
    """Return what somebody reports: a test of yesterday, unless told otherwise."""
    filled = {
        "stage": DealStage.TEST,
        "origin": DealOrigin.DOMESTIC,
        "happened_on": clock.today() - timedelta(days=1),
        **values,
    }
    if filled["stage"] is DealStage.CONTRACT:
        filled.setdefault("value_band", ValueBand.UP_TO_500_MILLION)
    return DealDetails(**filled)


def report_deal(enquiry: Any, actor: Actor, **values: Any) -> Any:
    """Report what came of an answered enquiry."""
    now = values.pop("now", None) or clock.now()
    key = values.pop("submission_key", None) or uuid.uuid4()
    evidence = values.pop("evidence", None)
    return deals.report_on_enquiry(
        enquiry=enquiry,
        actor=actor,
        details=deal_details(**values),
        evidence=evidence,
        submission_key=key,
        now=now,
    )
