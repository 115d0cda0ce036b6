"""Which texts of a technology or a need anybody could come to read, and by what its organisation can be known."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.db import models

from exhibitors import queries as exhibitor_queries
from portal.kernel.languages import Language
from showcase.domain.identity import Finding, Identity, findings
from showcase.enums import FileDisclosure
from showcase.models import NeedConsent, NeedPage, TechnologyPage

# Kept for reviewers and never shown on an anonymous profile (see presenters and structured).
HIDDEN_WHEN_ANONYMOUS: Final = frozenset({"ip_holder", "inventors", "product_url"})
# What the portal makes itself, or no visitor ever reads.
NOT_WRITTEN_BY_AUTHORS: Final = frozenset(
    {
        "folded_text",
        "sort_key",
        "url_path",
        "path",
        "draft_title",
        "compliance",
        "compliance_list_version",
        "transfer_permit",
        "outcome",
        "disclosure",
        "content_type",
    }
)

Listing = TechnologyPage | NeedPage


def identity_of(organisation: Any) -> Identity:
    """Return everything by which an organisation and its members can be known (two queries)."""
    people = [membership.user for membership in exhibitor_queries.members_of(organisation)]
    return Identity(
        names=tuple(name for name in (organisation.name, organisation.name_en) if name),
        people=tuple(person.full_name for person in people if person.full_name),
        tax_code=organisation.tax_code or "",
        emails=tuple(mail for mail in (organisation.email, *(person.email for person in people)) if mail),
        phones=tuple(phone for phone in (organisation.phone,) if phone),
        websites=tuple(site for site in (organisation.website,) if site),
    )


def _with_consents(identity: Identity, need_key: uuid.UUID) -> Identity:
    """Add whom the records of consent name: a need may be entered for an organisation without account."""
    consents = list(NeedConsent.objects.filter(need_key=need_key))

    def all_of(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for word in (*known, *more) if word))

    return replace(
        identity,
        names=all_of(identity.names, (consent.organisation_name for consent in consents)),
        # "Nguyễn Văn Miến, chủ hộ": the words behind the comma say what the person is.
        people=all_of(identity.people, (consent.contact_name.partition(",")[0] for consent in consents)),
        emails=all_of(identity.emails, (consent.contact_email for consent in consents)),
        phones=all_of(identity.phones, (consent.contact_phone for consent in consents)),
    )


def owner_of(page: Listing) -> Identity:
    """Return everything by which the owner of a listing can be known; nothing for one that belongs to nobody known."""
    identity = identity_of(page.organisation) if page.organisation is not None else Identity()
    return _with_consents(identity, page.translation_key) if isinstance(page, NeedPage) else identity


def _rows_of(page: Listing) -> dict[str, list[str]]:
    if isinstance(page, NeedPage):
        return {"measures": [f"{row.name} {row.words}" for row in page.measures.all()]}
    return {
        "specifications": [f"{row.name} {row.value} {row.unit}" for row in page.specifications.all()],
        "pictures": [row.alt for row in page.pictures.all()],
        "files": [
            f"{row.title} {row.file.original_name}"
            for row in page.files.all()
            if row.disclosure != FileDisclosure.NEVER
        ],
    }


def texts_of(page: Listing) -> dict[str, str]:
    """Return every text that the author wrote and visitors may read, by form field; rows joined under their name."""
    texts: dict[str, str] = {}
    for field in page._meta.concrete_fields:  # noqa: SLF001 -- Django's public name for a model's fields
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if not is_text or field.name in NOT_WRITTEN_BY_AUTHORS:
            continue
        if page.is_anonymous and field.name in HIDDEN_WHEN_ANONYMOUS:
            continue
        value = getattr(page, field.name)
        if value:
            texts[field.name] = str(value)
    return {**texts, **{name: "\n".join(lines) for name, lines in _rows_of(page).items() if lines}}


def english_twin(page: Listing) -> Listing | None:
    """Return the newest draft of the English page, if somebody has begun one."""
    twin = (
        type(page)
        .objects.filter(translation_key=page.translation_key, locale__language_code=Language.ENGLISH, alias_of=None)
        .exclude(pk=page.pk)
        .first()
    )
    draft: Listing | None = twin.get_latest_revision_as_object() if twin is not None else None
    return draft


def what_gives_away(page: Listing) -> list[Finding]:
    """Return what in a draft and its English names the organisation; fields of the English begin with "en:".

    On an anonymous one any mail or web address counts too. A need that a focal point entered is compared with the people
    and addresses of its consent as well.
    """
    owner = owner_of(page)
    if owner == Identity() and not page.is_anonymous:
        return []
    texts = texts_of(page)
    if (twin := english_twin(page)) is not None:
        twin.is_anonymous = page.is_anonymous
        texts |= {f"en:{name}": value for name, value in texts_of(twin).items()}
    if not page.is_anonymous:
        # A named profile may say its name; it is the addresses that the level of disclosure keeps back.
        texts.pop("product_url", None)
        texts.pop("en:product_url", None)
    return findings(texts, owner, any_address=page.is_anonymous)
