"""Dossiers for tests, made through the domain."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.dossiers import calls
from awards.dossiers.domain import files, writing
from awards.editions.rules import EditionRules
from awards.models import AwardPage, Nomination
from portal.accounts.models import User
from portal.kernel import clock

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def rules_of(page: AwardPage) -> EditionRules:
    """Return the frozen rules of an edition."""
    call = calls.find(page.translation_key)
    assert call is not None
    return call.rules


def ends_of(page: AwardPage) -> datetime:
    """Return the first moment that is too late."""
    call = calls.find(page.translation_key)
    assert call is not None
    assert call.ends is not None
    return call.ends


def basics(page: AwardPage, **values: Any) -> writing.Basics:
    """Return the first step of a dossier."""
    return writing.Basics(
        **{
            "category_code": rules_of(page).categories[0].code,
            "title": "Máy sấy bơm nhiệt",
            "nominee_name": "Nguyễn Văn Người",
            "summary": "Tiết kiệm điện.",
            **values,
        }
    )


def start(page: AwardPage, by: User, **values: Any) -> Nomination:
    """Begin a draft."""
    return writing.start_dossier(award_key=page.translation_key, basics=basics(page, **values), by=by, now=clock.now())


def pdf(name: str = "mo-ta.pdf", more: bytes = b"") -> SimpleUploadedFile:
    """Return a small PDF file."""
    return SimpleUploadedFile(name, PDF[:9] + more + PDF[9:])


def put(nomination: Nomination, key: str, by: User, *, twin: bool = False, replaces: int | None = None) -> Any:
    """Put a file in."""
    return files.put_file(
        nomination=nomination, key=key, is_twin=twin, file=pdf(), by=by, now=clock.now(), replaces=replaces
    )


def complete(page: AwardPage, nomination: Nomination, by: User) -> Nomination:
    """Fill in all that the rules ask for."""
    for answer in nomination.answers.all():
        writing.save_answer(
            nomination=nomination, key=answer.key, words="Có số liệu.", by=by, now=clock.now(), seen_at=answer.saved_at
        )
    for document in rules_of(page).documents:
        if document.required:
            put(nomination, document.key, by)
            if document.anonymise:
                put(nomination, document.key, by, twin=True)
    return Nomination.objects.get(pk=nomination.pk)
