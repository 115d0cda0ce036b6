"""No template of the project carries style, script or event handlers: the policy of the public pages forbids them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SKIP = {".venv", ".venv-next", "var", "node_modules", ".git"}
# Mail programs know no style sheets: their layouts carry their own styles.
MAILS = re.compile(r"(^|/)(mail|emails)/")
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
DATA_TYPES = ('type="application/json"', 'type="application/ld+json"')


def templates() -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("templates/**/*.html")
        if not SKIP & set(path.relative_to(ROOT).parts) and not MAILS.search(path.relative_to(ROOT).as_posix())
    )


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_carries_no_style_and_no_script(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not STYLE_ATTRIBUTE.search(source)
    assert not HANDLER.search(source)
    assert "<style" not in source
    assert "javascript:" not in source
    for attributes, body in SCRIPT.findall(source):
        assert "src=" in attributes or any(kind in attributes for kind in DATA_TYPES)
        assert not body.strip() or any(kind in attributes for kind in DATA_TYPES)


def test_lint_sees_what_it_looks_for() -> None:
    assert STYLE_ATTRIBUTE.search('<p class="a" style="color:red">')
    assert HANDLER.search('<a href="#" onclick="x()">')
    assert len(templates()) > 60
