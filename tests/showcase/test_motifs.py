"""Drawings for technologies without a picture: they suit the field and differ from those beside them."""

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from portal import vocabularies
from portal.ui import motifs as shapes
from showcase import motifs


@pytest.mark.parametrize("field", [*motifs.OF_FIELD, "a field of later days"])
def test_neighbours_of_one_field_have_different_drawings(field: str) -> None:
    used: list[str] = []
    for number in range(30):
        used.append(motifs.choose(field=field, key=f"key-{number}", before=used))
    assert set(used) <= set(shapes.SHAPES)
    assert all(first != second for first, second in pairwise(used))


def test_the_same_item_alone_has_the_same_drawing() -> None:
    drawings = {motifs.choose(field="farm-mechanisation", key="a-key", before=[]) for _turn in range(5)}
    assert len(drawings) == 1
    assert drawings <= set(motifs.OF_FIELD["farm-mechanisation"])


def test_every_field_of_the_vocabulary_has_drawings() -> None:
    words = (Path(vocabularies.__file__).parent / "data" / "field.toml").read_text(encoding="utf-8")
    codes = re.findall(r'^code = "([^"]+)"', words, re.MULTILINE)
    assert codes
    assert set(codes) == set(motifs.OF_FIELD)


def test_cards_of_a_list_take_notice_of_each_other() -> None:
    page = SimpleNamespace(field=SimpleNamespace(code="farm-mechanisation"), translation_key="a-key")
    template = Template(
        "{% load showcase %}{% for page in pages %}{% motif_of page as motif %}{{ motif }} {% endfor %}"
    )
    first, second = template.render(Context({"pages": [page, page]})).split()
    assert first != second
