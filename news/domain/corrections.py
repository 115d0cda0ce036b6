"""What is said when published words change: the change is kept, somebody decides what it was, a note tells readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from news.corrections import words
from news.corrections.enums import ChangeDecision
from news.enums import CorrectionReason
from news.models import ArticlePage, CorrectionNote, StoryChange
from news.models.corrections import LONGEST_NOTE
from portal.kernel import errors, text
from portal.kernel.languages import Language


def may_correct(user: Any, article: ArticlePage) -> bool:
    """Return whether the user answers for what this story says in public: who may publish it."""
    return bool(article.permissions_for_user(user).is_chief())


def keep_change(*, article: ArticlePage, before: Sequence[str], by: Any, now: datetime) -> StoryChange | None:
    """Keep what a published story said before its words were replaced; None where both versions say the same.

    Readers see the difference until somebody decides that it was a typing error.
    """
    after = words.words_of(article)
    if words.says_the_same(before, after):
        return None
    return StoryChange.objects.create(
        article_key=article.translation_key,
        page=article,
        language=article.locale.language_code,
        published_at=now,
        published_by=by,
        before=list(before),
        after=after,
    )


@transaction.atomic
def call_typing_error(*, change: StoryChange, why: str, by: Any, now: datetime) -> StoryChange:
    """Decide that a change has no effect on what is said; readers no longer see it. Who and why are kept.

    Raises NotAllowedError for people who may not publish the story, IllegalMoveError for a change that is decided, DomainError
    without a reason.
    """
    locked = StoryChange.objects.select_for_update(of=("self",)).select_related("page__locale").get(pk=change.pk)
    if locked.page is None or not may_correct(by, locked.page):
        raise errors.NotAllowedError
    if locked.decision != ChangeDecision.OPEN:
        raise errors.IllegalMoveError(_("It is decided already what this change was."))
    given = text.line(why)
    if not given:
        raise errors.DomainError(_("Say why this needs no correction note."), field="why")
    locked.decision, locked.why, locked.decided_by, locked.decided_at = ChangeDecision.TYPING, given[:300], by, now
    locked.save(update_fields=["decision", "why", "decided_by", "decided_at"])
    log(instance=locked.page, action="news.typing_error", user=by, data={"why": locked.why})
    return locked


@transaction.atomic
def correct(
    *,
    article: ArticlePage,
    reason: CorrectionReason,
    by: Any,
    now: datetime,
    text_vi: str = "",
    text_en: str = "",
    why: str = "",
) -> CorrectionNote:
    """Publish a correction note with a story, in every language; all changes that are not decided yet are shown with it.

    Raises NotAllowedError for people who may not publish the story, DomainError for a story that is not public or a note
    without words in the story's own language.
    """
    if not may_correct(by, article):
        raise errors.NotAllowedError
    if not ArticlePage.objects.filter(translation_key=article.translation_key, live=True).exists():
        raise errors.DomainError(_("Only a published story can be corrected."))
    given = {Language.VIETNAMESE: text.paragraphs(text_vi), Language.ENGLISH: text.paragraphs(text_en)}
    own = Language(article.locale.language_code)
    if not given[own]:
        raise errors.DomainError(_("Say what was wrong and what is right."), field=f"text_{own.value}")
    for language, said in given.items():
        if len(said) > LONGEST_NOTE:
            raise errors.DomainError(_("The note is too long."), field=f"text_{language.value}")
    note = CorrectionNote.objects.create(
        article_key=article.translation_key,
        corrected_at=now,
        reason=reason,
        text_vi=given[Language.VIETNAMESE],
        text_en=given[Language.ENGLISH],
        written_by=by,
    )
    StoryChange.objects.filter(article_key=article.translation_key, decision=ChangeDecision.OPEN).update(
        decision=ChangeDecision.CORRECTION, note=note, why=text.line(why)[:300], decided_by=by, decided_at=now
    )
    log(instance=article, action="news.correct", user=by, data={"note": note.pk, "text": given[own]})
    return note


@transaction.atomic
def translate(*, note: CorrectionNote, article: ArticlePage, language: Language, words: str, by: Any) -> CorrectionNote:
    """Add the words that a note lacks in a language. Words that stand are not replaced.

    Raises NotAllowedError for people who may not publish the story, IllegalMoveError where the words stand already, DomainError
    without words.
    """
    if not may_correct(by, article) or note.article_key != article.translation_key:
        raise errors.NotAllowedError
    locked = CorrectionNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if locked.text_in(language):
        raise errors.IllegalMoveError(_("The note has words in this language already."))
    given = text.paragraphs(words)[:LONGEST_NOTE]
    if not given:
        raise errors.DomainError(_("Say what was wrong and what is right."), field="words")
    name = f"text_{language.value}"
    setattr(locked, name, given)
    locked.save(update_fields=[name])
    log(instance=article, action="news.correct", user=by, data={"note": locked.pk, "text": given})
    return locked


@transaction.atomic
def remove(*, note: CorrectionNote, reason: str, by: Any, now: datetime) -> CorrectionNote:
    """Take a note off the page, for operators alone; the record stays with who did it and why.

    Raises NotAllowedError for everybody else, DomainError without a reason, IllegalMoveError for a note that is removed.
    """
    if not by.is_superuser:
        raise errors.NotAllowedError
    given = text.line(reason)
    if not given:
        raise errors.DomainError(_("Say why the note is removed."), field="removed_reason")
    locked = CorrectionNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if locked.removed_at is not None:
        raise errors.IllegalMoveError
    locked.removed_at, locked.removed_by, locked.removed_reason = now, by, given[:300]
    locked.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    page = ArticlePage.objects.filter(translation_key=locked.article_key).first()
    if page is not None:
        log(instance=page, action="news.remove_correction", user=by, data={"note": locked.pk, "why": given[:300]})
    return locked
