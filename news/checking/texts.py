"""Every text of a story, read and rewritten in one place: fields, leads for audiences, corrections, blocks."""

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.utils.encoding import force_str
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from news.domain.checks import Text

if TYPE_CHECKING:
    from news.models import ArticlePage

FIELDS: Final = ("title", "lead", "byline", "agency", "source", "licence", "caption", "credit", "transcript")
_TAG: Final = re.compile(r"(<[^>]*>)")
_BLOCK_TAG: Final = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_LINK: Final = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
Change = Callable[[str], str]


def field_place(article: "ArticlePage", name: str) -> str:
    """Return the words for where a field stands."""
    field = article._meta.get_field(name)  # noqa: SLF001 -- Django's documented way to a field
    return force_str(getattr(field, "verbose_name", name))


def block_place(number: int, child: Any) -> str:
    """Return the words for where a block stands: "Block 3 (Quotation)"."""
    return _("block %(number)s (%(kind)s)") % {"number": number, "kind": force_str(child.block.label)}


def plain(markup: str) -> str:
    """Return rich text as it is read, line by line, with nothing of its letters and spaces changed."""
    return html.unescape(strip_tags(_BLOCK_TAG.sub("\n", markup)))


def link_texts(markup: str) -> list[str]:
    """Return the words of each link of rich text."""
    return [plain(words).strip() for words in _LINK.findall(markup)]


def change_markup(markup: str, change: Change) -> str:
    """Return rich text with the words between its tags changed, the tags and what they hold as they are."""
    return "".join(part if part.startswith("<") else change(part) for part in _TAG.split(markup))


def _is_words(block: Any) -> bool:
    return isinstance(block, blocks.CharBlock | blocks.TextBlock) and bool(getattr(block, "search_index", True))


def changed_value(block: Any, value: Any, change: Change) -> Any:
    """Return a block's value with every text that readers see changed; choices, addresses, pictures and pages stay."""
    if value is None or isinstance(block, ImageBlock):
        return value
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = changed_value(child, value.get(name), change)
        return value
    if isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value):
            value[number] = changed_value(block.child_block, item, change)
        return value
    if isinstance(value, RichText):
        return RichText(change_markup(value.source, change))
    return change(value) if _is_words(block) and isinstance(value, str) else value


def words_of(block: Any, value: Any) -> Iterator[str]:
    """Yield every text of a block's value as it is read."""
    if value is None or isinstance(block, ImageBlock):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from words_of(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from words_of(block.child_block, item)
    elif isinstance(value, RichText):
        yield plain(value.source)
    elif _is_words(block) and isinstance(value, str):
        yield value


def markups_of(block: Any, value: Any) -> Iterator[str]:
    """Yield the source of every rich text of a block's value."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(block, blocks.StructBlock) and isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from markups_of(child, value.get(name))


def texts_of(article: "ArticlePage") -> list[Text]:
    """Return every text of a story in the order of its form, empty ones left out."""
    found = [Text(field_place(article, name), str(getattr(article, name) or "")) for name in FIELDS]
    lead = _("lead for %(audience)s")
    found += [Text(lead % {"audience": row.audience}, row.lead) for row in article.audience_leads.all() if row.lead]
    for number, child in enumerate(article.body or (), start=1):
        found += [Text(block_place(number, child), words) for words in words_of(child.block, child.value)]
    found += [Text(_("correction"), row.text) for row in article.corrections.all()]
    return [one for one in found if one.words.strip()]


def change_texts(article: "ArticlePage", change: Change) -> bool:
    """Change every text of a story in memory; return whether anything is different now."""
    before = [one.words for one in texts_of(article)]
    for name in FIELDS:
        setattr(article, name, change(getattr(article, name) or ""))
    for relation, attribute in (("audience_leads", "lead"), ("corrections", "text")):
        rows = list(getattr(article, relation).all())
        for row in rows:
            setattr(row, attribute, change(getattr(row, attribute) or ""))
        getattr(article, relation).set(rows, bulk=False)
    for number, child in enumerate(article.body or ()):
        article.body[number] = (child.block_type, changed_value(child.block, child.value, change), child.id)
    return before != [one.words for one in texts_of(article)]
