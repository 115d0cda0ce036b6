"""What is to be translated of a page, also where a block has no value for a text that was added to it later."""

from typing import Any

from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

_as_upstream_reads = StreamFieldSegmentExtractor.handle_block


def _handle_block(self: Any, block_type: Any, block_value: Any, raw_value: Any = None) -> Any:
    return [] if block_value is None else _as_upstream_reads(self, block_type, block_value, raw_value=raw_value)


def read_blocks_without_value() -> None:
    """Let texts that a stored block does not have count as nothing to translate; wagtail-localize raises TypeError for them.

    A block that was stored before one of its texts was added has None there, and no such page could be translated or compared.
    """
    StreamFieldSegmentExtractor.handle_block = _handle_block
