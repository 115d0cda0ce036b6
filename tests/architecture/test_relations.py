"""What import-linter cannot see: relations, reverse accessors and page trees keep to the order of the rooms."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, ForeignObjectRel, Model
from wagtail.models import Page

from portal.kernel import personal_data

ROOT = Path(__file__).resolve().parent.parent.parent
# Low to high; rooms of one level do not see each other.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("kernel",),
    ("media", "mail", "ui", "vocabularies", "operations"),
    ("accounts",),
    ("pages",),
    ("blocks", "tables", "mailroom"),
    ("registration", "news", "exhibitors"),
    ("showcase", "experts"),
    ("events",),
    ("awards",),
    ("home", "search", "plan"),
    ("demo",),
)
LEVEL_OF = {label: level for level, labels in enumerate(LEVELS) for label in labels}
LONGEST_FILE = 400
# Whoever downloads this program has nothing else: it cannot be divided (decision 44).
LONGEST_ALONE = {"awards/ledger/recompute.py": 700}
PERSONAL_NAMES = {"email", "phone", "full_name", "nominee_name", "recipient", "ip_address", "birth_date"}
# Fields that hold public, official or invented words although their names look personal.
NOT_PERSONAL = {
    ("exhibitors.organisation", "email"),
    ("exhibitors.organisation", "phone"),
    ("pages.responsiblebody", "email"),
    ("pages.responsiblebody", "phone"),
    ("awards.nominationpage", "recipient"),
}


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in LEVEL_OF]


def test_relations_point_down() -> None:
    broken = []
    for model in ours():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or not field.is_relation or field.related_model is None:
                continue
            other = field.related_model._meta.app_label
            if other in LEVEL_OF and other != own and LEVEL_OF[other] >= LEVEL_OF[own]:
                # A page's parent link in the tree is Wagtail's; the user model is everyone's, by settings.
                if other == "accounts":
                    continue
                broken.append(f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}")
    assert not broken


def test_reverse_accessors_are_not_used_upwards() -> None:
    """A lower room must not reach a higher one by the name that Django hangs on it."""
    accessors: dict[str, set[str]] = {}
    for model in ours():
        for relation in model._meta.get_fields():
            if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.app_label in LEVEL_OF:
                high, low = relation.related_model._meta.app_label, model._meta.app_label
                name = relation.get_accessor_name()
                if name and LEVEL_OF[high] > LEVEL_OF[low] and not name.endswith("_ptr"):
                    accessors.setdefault(low, set()).add(name)
    broken = []
    for low, names in accessors.items():
        folder = ROOT / apps.get_app_config(low).path
        for path in folder.rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr in names:
                    broken.append(f"{path.relative_to(ROOT)}:{node.lineno} uses {node.attr}")
    assert not broken


def test_page_trees_name_rooms_in_order() -> None:
    """A page type may name types of lower rooms as children; the parent that it names may stand anywhere."""
    broken = []
    for model in ours():
        if not issubclass(model, Page) or model._meta.abstract:
            continue
        for name in getattr(model, "subpage_types", None) or []:
            other = str(name).split(".")[0] if isinstance(name, str) else name._meta.app_label
            if other in LEVEL_OF and LEVEL_OF[other] > LEVEL_OF[model._meta.app_label]:
                broken.append(f"{model._meta.label} lists {name}")
    assert not broken


def test_files_are_short() -> None:
    rooms = [ROOT / apps.get_app_config(label).path for label in LEVEL_OF]
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in rooms
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > LONGEST_ALONE.get(str(path.relative_to(ROOT)), LONGEST_FILE)
    ]
    assert not long


@pytest.mark.parametrize("label", sorted(LEVEL_OF))
def test_every_room_says_what_it_is(label: str) -> None:
    readme = ROOT / apps.get_app_config(label).path / "README.md"
    assert readme.exists(), f"{label} has no README.md"
    assert len(readme.read_text().splitlines()) > 3


def test_personal_fields_are_declared() -> None:
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.concrete_fields
        if field.name in PERSONAL_NAMES
        and not personal_data.is_registered(model._meta.label, field.name)
        and (model._meta.label_lower, field.name) not in NOT_PERSONAL
    ]
    assert not missing


def test_declared_personal_fields_exist() -> None:
    for declared in personal_data.registered():
        apps.get_model(declared.model)._meta.get_field(declared.field)


def test_no_shipped_group_may_touch_users() -> None:
    """In Wagtail the right to change users is the same as being superuser."""
    forbidden = {"accounts.add_user", "accounts.change_user", "accounts.delete_user"}
    for path in ROOT.rglob("roles.py"):
        if {".venv", ".venv-next"} & set(path.parts):
            continue
        text = path.read_text()
        assert not any(name in text for name in forbidden), path
