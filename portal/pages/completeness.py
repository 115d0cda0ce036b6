"""What a page still lacks for being handed on or published, by field and place in the text.

Wagtail checks the blocks of a text in the form only, and asks a draft's form for nothing that is required: a version that is
handed in, approved or published without its form would be checked by nobody. A room adds what else it asks for by the page's
``publication_problems``.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from portal.kernel.errors import DomainError

INTO: Final = " › "
MOST_NAMED: Final = 5

Found = dict[str, list[str]]

_is_unasked: ContextVar[bool] = ContextVar("is_unasked", default=False)


class UnfinishedError(DomainError, ValidationError):
    """A page lacks what readers need; the sentence names what and where. ``field`` is the first field to blame."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        ValidationError.__init__(self, dict(found))
        said = [words for several in found.values() for words in several]
        self.found = found
        self.field = next(iter(found))
        self.message = _("Not finished yet. %(problems)s") % {"problems": "; ".join(said[:MOST_NAMED])}
        if len(said) > MOST_NAMED:
            self.message += f" (+{len(said) - MOST_NAMED})"

    def __str__(self) -> str:
        return str(self.message)


def of(page: Page) -> Found:
    """Return what the page lacks as it stands: sentences that name the place, by field; empty for a finished page.

    The page is one as a version has it (``get_latest_revision_as_object``) or as it is stored.
    """
    return _gathered((*_of_written(page), *_of_room(page)))


def of_written(page: Page) -> Found:
    """Return what ``of`` returns without what the room itself asks for: what is empty or wrong in fields, blocks and rows."""
    return _gathered(_of_written(page))


def _of_written(page: Page) -> Iterator[tuple[str, str]]:
    yield from (*_of_fields(page), *_of_texts(page), *_of_rows(page))


def _gathered(problems: Iterable[tuple[str, str]]) -> Found:
    found: Found = {}
    for name, said in problems:
        words = found.setdefault(name, [])
        if said not in words:
            words.append(said)
    return found


def ask(page: Page) -> None:
    """Raise UnfinishedError where the page lacks something."""
    if found := of(page):
        raise UnfinishedError(found)


def of_public(page: Page | None) -> Found:
    """Return what the stored page lacks where it was published, nothing for any other: readers live with that already.

    The form of a new page stores it as a public one before it publishes it.
    """
    if page is None:
        return {}
    rows = type(page)._base_manager.filter(pk=page.pk, live=True)  # noqa: SLF001 -- Django's public name
    public = rows.exclude(first_published_at=None).first()
    return of(public) if public is not None else {}


def ask_beyond(page: Page, known: Found) -> None:
    """Raise UnfinishedError where the page lacks something that is not known already."""
    found = of(page)
    if new := {name: left for name, said in found.items() if (left := _without(said, known.get(name, [])))}:
        raise UnfinishedError(new)


def ask_for_readers(page: Page) -> None:
    """Raise UnfinishedError where publishing the page would give readers something unfinished that they have not yet.

    A public page that lacks something already, say a picture that was deleted meanwhile, can still be cancelled, moved
    or corrected. Nothing is asked within ``unasked``.
    """
    if _is_unasked.get():
        return
    try:
        ask(page)
    except UnfinishedError:
        ask_beyond(page, of_public(page))


def _without(said: list[str], known: list[str]) -> list[str]:
    return [words for words in said if words not in known]


@contextmanager
def unasked() -> Iterator[None]:
    """Publish within it what nobody wrote just now: a version that was public before, or facts that follow another page."""
    token = _is_unasked.set(True)
    try:
        yield
    finally:
        _is_unasked.reset(token)


def _label(model: Any, name: str) -> str:
    """Return how people call a field; errors may also be named by a place in rows, such as ``criteria.<key>.weight``."""
    first = name.partition(".")[0]
    try:
        field = model._meta.get_field(first)  # noqa: SLF001 -- Django's public name
    except FieldDoesNotExist:
        return capfirst(first)
    if field.auto_created and field.is_relation:
        return capfirst(force_str(field.related_model._meta.verbose_name))  # noqa: SLF001 -- Django's public name
    return capfirst(force_str(field.verbose_name))


def _named(record: Any, error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, errors in error.message_dict.items() if hasattr(error, "error_dict") else ((NON_FIELD_ERRORS, error),):
        words = list(errors.messages if isinstance(errors, ValidationError) else errors)
        is_general = name == NON_FIELD_ERRORS
        for said in words:
            yield name, said if is_general else f"{_label(type(record), name)}: {said}"


def _of_fields(page: Any) -> Iterator[tuple[str, str]]:
    try:
        page.full_clean()
    except ValidationError as error:
        yield from _named(page, error)
    for field in page._meta.many_to_many:  # noqa: SLF001 -- Django's public name
        if not field.blank and not getattr(page, field.name).exists():
            yield field.name, f"{_label(type(page), field.name)}: {_('This field is required.')}"


def _of_texts(page: Any) -> Iterator[tuple[str, str]]:
    for field in page._meta.fields:  # noqa: SLF001 -- Django's public name
        if not isinstance(field, StreamField):
            continue
        value = getattr(page, field.name)
        try:
            field.stream_block.clean(value)
        except ValidationError as error:
            for said in _inside(error, field.stream_block, value, [_label(type(page), field.name)]):
                yield field.name, said


def _inside(error: Any, block: Any, value: Any, way: list[str]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong in a block, with the way to it."""
    children = getattr(error, "block_errors", None)
    if children is None:
        yield from (f"{INTO.join(way)}: {said}" for said in error.messages)
        return
    for general in error.non_block_errors.as_data():
        yield from (f"{INTO.join(way)}: {said}" for said in general.messages)
    for key, inner in children.items():
        child, below, step = _child(block, value, key)
        yield from _inside(inner, child, below, [*way, step] if step else way)


def _child(block: Any, value: Any, key: Any) -> tuple[Any, Any, str]:
    """Return the block, the value and the name of one place inside a block."""
    if isinstance(block, blocks.StreamBlock):
        return value[key].block, value[key].value, f"{key + 1}. {force_str(value[key].block.label)}"
    if isinstance(block, blocks.ListBlock):
        return block.child_block, value[key], str(key + 1)
    child = block.child_blocks[key]
    # Some blocks of several fields have a value of their own, such as the picture of an image block.
    below = value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)
    return child, below, force_str(child.label)


def _of_rows(page: Any) -> Iterator[tuple[str, str]]:
    """Look at what hangs on the page and is written in its form, such as air times."""
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME:
            continue
        for number, row in enumerate(getattr(page, name).all(), start=1):
            try:
                row.clean_fields(exclude={relation.field.name})
                row.clean()
            except ValidationError as error:
                kind = capfirst(force_str(type(row)._meta.verbose_name))  # noqa: SLF001 -- Django's public name
                for _field, said in _named(row, error):
                    yield name, f"{kind} {number}{INTO}{said}"


def _of_room(page: Any) -> Iterator[tuple[str, str]]:
    for name, said in page.publication_problems().items() if hasattr(page, "publication_problems") else ():
        yield name, f"{_label(type(page), name)}: {force_str(said)}"
