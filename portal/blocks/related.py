"""Things of other rooms inside a text: a technology, an event, an organisation, a winner, drawn by the room that has them."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.pages import related
from portal.pages.related import RelatedKind, Shown

ICONS: dict[RelatedKind, str] = {
    RelatedKind.TECHNOLOGY: "cogs",
    RelatedKind.EVENT: "calendar",
    RelatedKind.ORGANISATION: "group",
    RelatedKind.AWARD: "pick",
}


class _PageChooser(blocks.PageChooserBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Chooses among the page types that are registered for a kind; asked late, when every room is ready."""

    def __init__(self, kind: RelatedKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    @cached_property
    def target_models(self) -> list[Any]:
        known = related.source(self.kind)
        return list(known.models()) if known else []


class _RecordChooser(blocks.ChooserBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Chooses among the records of a kind."""

    def __init__(self, kind: RelatedKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    @cached_property
    def target_model(self) -> Any:
        known = related.source(self.kind)
        if known is None:
            raise LookupError(self.kind)
        return known.models()[0]

    @cached_property
    def widget(self) -> Any:
        known = related.source(self.kind)
        if known is None or known.widget is None:
            raise LookupError(self.kind)
        return known.widget()


class RelatedBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """One thing with the card that its own room draws; what a reader may not see is left out."""

    def __init__(self, kind: RelatedKind, *, is_page: bool = True, **kwargs: Any) -> None:
        self.kind = kind
        chooser = _PageChooser if is_page else _RecordChooser
        note = blocks.CharBlock(
            required=False, max_length=200, label=_("Why readers may want it"), help_text=_("One sentence; optional.")
        )
        super().__init__(
            [("item", chooser(kind, label=_("Choose"))), ("note", note)],
            **{"label": kind.label, "icon": ICONS[kind], **kwargs},
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what its room draws: found together with the others of the stream where there is one."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        item = value.get("item")
        key = (str(self.kind), related.key_of(item)) if item else None
        known = context.get("related_shown")
        if known is None:
            known = related.drawn([(self.kind, key[1])] if key else [])
        shown = known.get(key) if key else context.get("preview_shown")
        return {**context, "kind_label": self.kind.label, "shown": shown}

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Show where the card will stand."""
        context: dict[str, Any] = super().get_preview_context(value, parent_context=parent_context)
        return {**context, "preview_shown": Shown("blocks/related_sample.html", None)}

    class Meta:
        description = _("The card of something on this portal; it names this story on its own page too.")
        template = "blocks/related.html"
        preview_value: ClassVar = {"note": _("The owner answers questions of other cooperatives.")}


def things(children: Iterable[Any]) -> Iterator[tuple[RelatedKind, Any]]:
    """Yield the things that a stream names, each with its kind; those deleted since are left out."""
    for child in children:
        if isinstance(child.block, RelatedBlock) and child.value.get("item"):
            yield child.block.kind, child.value["item"]
