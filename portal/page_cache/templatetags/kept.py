"""Parts of pages that are drawn once: ``{% load kept %}``."""

from collections.abc import Callable, Hashable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, Final

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from portal.page_cache import collecting, later, parts, statements, tags

register = template.Library()

_TOKEN_ASKED: Final = "CSRF_COOKIE_NEEDS_UPDATE"  # noqa: S105 -- Django's name of a mark


class Reach(StrEnum):
    """Where a part is shown, the last word of its tag; by default at its own address.

    Only those that stand alone are kept on pages that are not the same for everybody.
    """

    ALONE = "alone"
    """On every page: it depends on nothing but the values named, language and host."""
    SHARED = "shared"
    """On every page that names the same values, made from what such a page reads before."""
    ADDRESS = "address"
    """At one address without parameters."""


class KeptNode(template.Node):
    """Draws what stands inside, or gives what was drawn before."""

    def __init__(self, name: str, given: Sequence[FilterExpression], nodelist: NodeList, *, reach: Reach) -> None:
        self.name, self.given, self.nodelist, self.reach = name, given, nodelist, reach

    def render(self, context: Any) -> SafeString:
        """Return the text of the part."""
        request = context.get("request")
        values = [expression.resolve(context, ignore_failures=True) for expression in self.given]

        def draw() -> SafeString:
            return self.nodelist.render(context)

        if request is None or not parts.are_in_use() or getattr(request, "is_preview", False) or None in values:
            return draw()
        if self.reach is not Reach.ALONE and not collecting.is_for_all():
            return draw()
        if self.reach is Reach.ADDRESS:
            if request.GET:
                return draw()
            values = [request.path, *values]
        return parts.kept(
            key(request, self.name, values),
            draw,
            names=names_of(values),
            inherits=self.reach is not Reach.ALONE,
            may_stay=_is_for_all(request),
        )


def key(request: HttpRequest, name: str, values: Sequence[Any]) -> Hashable:
    """Return the key of a part that depends on language, host and these values alone; a record counts by its kind and number."""
    return name, translation.get_language(), request.get_host(), *map(_key_of, values)


def _key_of(value: Any) -> Hashable:
    if isinstance(value, Model):
        return value._meta.label, value.pk  # noqa: SLF001 -- Django's own documented name
    return value if isinstance(value, (str, int)) else str(value)


def names_of(values: Sequence[Any]) -> frozenset[str]:
    """Return the tags of records that were read before."""
    found: frozenset[str] = frozenset()
    for value in values:
        if isinstance(value, Model):
            table = statements.PAGES if isinstance(value, Page) else value._meta.db_table  # noqa: SLF001 -- the same
            found |= tags.of_rows(table, (value.pk,))
    return found


def _is_for_all(request: HttpRequest) -> Callable[[], bool]:
    """Return a look, for afterwards, whether neither the visitor's session nor a token was asked for."""
    session = getattr(request, "session", None)
    was_asked = bool(session is not None and session.accessed) or _TOKEN_ASKED in request.META

    def look() -> bool:
        is_asked = bool(session is not None and session.accessed) or _TOKEN_ASKED in request.META
        return not was_asked and not is_asked

    return look


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands inside while nothing it is built from changes: ``{% kept "body" page %} … {% endkept %}``.

    The part belongs to the address at which it stands, and is drawn each time where the address has parameters; the last word may say
    otherwise (``Reach``): ``{% kept "footer" shell.is_demo alone %}``. Variables set inside are not seen outside.
    """
    _tag, *words = token.split_contents()
    reach = Reach(words.pop()) if words and words[-1] in set(Reach) else Reach.ADDRESS
    if not words:
        raise template.TemplateSyntaxError("kept needs a name.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    name, *given = words
    return KeptNode(name.strip("\"'"), [parser.compile_filter(word) for word in given], nodelist, reach=reach)


@register.simple_tag(takes_context=True)
def kept_cards(context: Any, items: Any, template_name: str, **values: Any) -> SafeString:
    """Draw one template for each of several records, each kept by itself; ``page`` is the record, other values as given.

    Of ``later.Rows`` only those are read whose cards are missing. The template shows nothing of the page that the cards stand in.
    """
    request = context.get("request")
    engine_template = context.template.engine.get_template(template_name)

    def draw(record: Any) -> SafeString:
        with context.push(page=record, **values):
            drawn: SafeString = engine_template.render(context)
        return drawn

    if request is None or not parts.are_in_use() or getattr(request, "is_preview", False):
        return mark_safe("".join(map(draw, items)))  # noqa: S308 -- what a template drew
    is_read = not isinstance(items, later.Rows)
    rows = later.known(items) if is_read else items
    keys = {row: key(request, template_name, [row, *values.values()]) for row in rows.keys}
    with collecting.gathering() as collection:
        found = rows.read(row for row, part in keys.items() if not parts.has(part))
    if (outer := collecting.current()) is not None:
        outer.add(names=frozenset(collection.tags), asked=collection.asked, until=collection.until)
    names = frozenset(collection.tags)
    return mark_safe(  # noqa: S308 -- the same
        "".join(
            parts.kept(part, partial(draw, found.get(row)), names=names, inherits=is_read)
            for row, part in keys.items()
            if row in found or parts.has(part)
        )
    )
