"""The one style sheet made of many files."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders as django_finders

from portal.ui import finders


def test_bundle_declares_the_layers_first_and_keeps_their_order() -> None:
    css = finders.bundle()
    assert css.startswith("@layer reset,tokens,base,layout,components,rooms,utilities,print;")
    places = [css.index(f"@layer {layer}{{") for layer in finders.LAYERS if f"@layer {layer}{{" in css]
    assert places == sorted(places)
    assert len(places) >= 7


def test_bundle_has_no_comments_and_no_lines_but_the_whole() -> None:
    css = finders.bundle()
    assert "/*" not in css
    assert css.index("\n") == len(css) - 1


def test_bundle_keeps_the_spaces_that_say_something(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    rules = 'a :hover, a:focus { inline-size: calc(1rem + 2px); }\n.a > .b::after { content: " (a); {b}"; }'
    (tmp_path / "base" / "all.css").write_text(rules)
    css = finders.bundle(tmp_path)
    assert "a :hover,a:focus{inline-size:calc(1rem + 2px)}" in css
    assert '.a > .b::after{content:" (a); {b}"}' in css


def test_bundle_is_the_same_twice_and_balanced() -> None:
    css = finders.bundle()
    assert css == finders.bundle()
    assert css.count("{") == css.count("}")


def test_bundle_takes_up_a_rooms_own_file(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "events.css").write_text("/* plan */\n.booth {\n  color: var(--ink);\n}\n")
    assert "@layer rooms{.booth{color:var(--ink)}}" in finders.bundle(tmp_path)


def test_bundle_loads_nothing_from_elsewhere() -> None:
    css = finders.bundle()
    assert "@import" not in css
    assert "url(" not in css
    assert "http" not in css.replace('href^="http"', "")


@pytest.fixture
def finder(settings: Any, tmp_path: Path) -> finders.BundleFinder:
    settings.VAR_DIR = tmp_path
    return finders.BundleFinder()


def test_finder_writes_the_file_that_it_names(finder: finders.BundleFinder) -> None:
    found = finder.find("ui/portal.css")
    assert Path(found).read_text(encoding="utf-8") == finders.bundle()
    assert finder.find("ui/portal.css", find_all=True) == [found]
    assert finder.find("ui/other.css") == []


def test_finder_lists_the_file_with_a_storage_that_reads_it(finder: finders.BundleFinder) -> None:
    ((name, storage),) = finder.list(None)
    with storage.open(name) as file:
        assert file.read().decode() == finders.bundle()


def test_finder_renews_an_old_file_and_leaves_a_true_one(finder: finders.BundleFinder) -> None:
    path = Path(finder.find("ui/portal.css"))
    path.write_text("old")
    finder.find("ui/portal.css")
    assert path.read_text(encoding="utf-8") == finders.bundle()
    before = path.stat().st_mtime_ns
    finder.find("ui/portal.css")
    assert path.stat().st_mtime_ns == before


def test_the_project_finds_the_bundle() -> None:
    assert django_finders.find("ui/portal.css")


def test_bundle_shortens_numbers_and_colours_and_nothing_else() -> None:
    source = (
        "a { width: 0.50rem; margin: 10.05px -0.5px; color: #FFAA00; background: linear-gradient(#FFAA01, #FFAA0012); }"
    )
    assert finders.shrink(source) == (
        "a{width:.50rem;margin:10.05px -.5px;color:#fa0;background:linear-gradient(#ffaa01,#ffaa0012)}"
    )
    kept = '#FFAA00{width:calc(1px + 0px);content:" > 0.5 #FFAA00"}.v0.x{top:0}'
    assert finders.shrink(kept) == kept
