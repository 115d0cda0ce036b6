"""Noting what was published in each language, so that readers and editors know which translations are out of date.

A translation is out of date when the text of its source has changed since: dates, pictures and links that both share do not
count, nor does a source that was published again with the same words. Vietnamese is the source.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.kernel import errors
from portal.kernel.languages import Language
from portal.pages.models import TranslationMark

SOURCE = Language.VIETNAMESE
NO_TEXT = frozenset({"slug"})
"""Fields that are translated but that no reader reads."""


def text_digest(page: Page) -> str:
    """Return a digest of everything of a page that is to be translated, in its order."""
    digest = hashlib.sha256()
    for segment in extract_segments(page.specific):
        if segment.path in NO_TEXT:
            continue
        if isinstance(segment, StringSegmentValue):
            digest.update(f"{segment.string.data}\0".encode())
        elif isinstance(segment, TemplateSegmentValue):
            digest.update(f"{segment.template}\0".encode())
    return digest.hexdigest()


def note_published(*, page: Page, now: datetime) -> None:
    """Keep what was just published: of a source, to compare its translations with; of a translation, what it tells.

    A translation made by wagtail-localize tells the text of which it was made; one written by hand tells the source as it is,
    the first time and whenever its own words have changed.
    """
    language = Language(page.locale.language_code)
    own = text_digest(page)
    with transaction.atomic():
        rows = {mark.language: mark for mark in _rows(page)}
        if language == SOURCE:
            _save(rows.get(language), page, language, now, text_digest=own)
            for mark in (mark for code, mark in rows.items() if code != SOURCE and mark.source_digest):
                _compare(mark, own, now)
            return
        source = rows.get(SOURCE)
        if source is None:
            original = _live(page, SOURCE)
            if original is None:
                return
            source = _save(None, original, SOURCE, now, text_digest=text_digest(original))
        told, machine = _told(page, rows.get(language), source, own)
        mark = _save(
            rows.get(language), page, language, now, text_digest=own, source_digest=told, machine_strings=machine
        )
        _compare(mark, source.text_digest, now)


def confirm_current(*, page: Page, by: Any, now: datetime) -> TranslationMark:
    """Take a translation as telling what its source says now, where an editor has read both.

    Raises NotAllowedError for people who may not change the translation, IllegalMoveError where there is nothing to confirm.
    """
    if not page.permissions_for_user(by).can_edit():
        raise errors.NotAllowedError
    with transaction.atomic():
        rows = {mark.language: mark for mark in _rows(page)}
        mark, source = rows.get(Language(page.locale.language_code)), rows.get(SOURCE)
        if mark is None or source is None or mark.out_of_date_since is None:
            raise errors.IllegalMoveError
        mark.source_digest, mark.marked_at = source.text_digest, now
        _compare(mark, source.text_digest, now)
    return mark


def forget(*, page: Page) -> None:
    """Drop what was kept of a page that is deleted in this language."""
    TranslationMark.objects.filter(page_key=page.translation_key, language=page.locale.language_code).delete()


def _rows(page: Page) -> list[TranslationMark]:
    return list(TranslationMark.objects.select_for_update().filter(page_key=page.translation_key).order_by("pk"))


def _live(page: Page, language: Language) -> Page | None:
    rows = Page.objects.filter(translation_key=page.translation_key, locale__language_code=language, live=True)
    return rows.filter(alias_of=None).first()


def _save(
    mark: TranslationMark | None, page: Page, language: Language, now: datetime, **values: Any
) -> TranslationMark:
    mark = mark or TranslationMark(page_key=page.translation_key, language=language)
    for name, value in {**values, "marked_at": now}.items():
        setattr(mark, name, value)
    mark.save()
    return mark


def _compare(mark: TranslationMark, source_text: str, now: datetime) -> None:
    if mark.source_digest == source_text:
        mark.out_of_date_since = None
    elif mark.out_of_date_since is None:
        mark.out_of_date_since = now
    mark.save()


def _told(page: Page, mark: TranslationMark | None, source: TranslationMark, own: str) -> tuple[str, int]:
    """Return the digest of the text that a translation tells, and how many pieces of it a machine wrote."""
    made_by = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
        .select_related("source")
        .first()
    )
    if made_by is not None:
        return text_digest(made_by.source.as_instance()), _machine_strings(made_by)
    if mark is None or mark.text_digest != own or not mark.source_digest:
        return source.text_digest, 0
    return mark.source_digest, 0


def _machine_strings(translation: Translation) -> int:
    used = set(StringSegment.objects.filter(source=translation.source).values_list("string_id", "context_id"))
    written = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        has_error=False,
    ).values_list("translation_of_id", "context_id")
    return len(used & set(written))
