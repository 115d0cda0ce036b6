"""What a page may no longer say otherwise, once the call has opened: the same answer for forms, imports and translations."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions import snapshot
from awards.editions.rules import EditionRules, from_json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCE: Final = gettext_lazy("Fixed since the call opened. Change it by “Amend the rules”.")
HINT: Final = gettext_lazy("Fixed since the call opened.")
ROW_NEW: Final = gettext_lazy("Nothing can be added here since the call opened.")


def rules_of(award_key: UUID | None) -> EditionRules | None:
    """Return the frozen rules of an edition, None where it has not opened."""
    if award_key is None:
        return None
    data = apps.get_model("awards", "AwardEdition").objects.filter(award_key=award_key).values_list("rules", flat=True)
    found = data.first()
    return from_json(found) if found else None


def refusals(page: Any, exclude: Collection[str]) -> dict[str, list["str | _StrPromise"]]:
    """Return why a page cannot be saved as it is, by field; empty where its edition has not opened.

    A field of a row is named as wagtail-localize names it, so that its editor shows the sentence beside the text.
    """
    rules = rules_of(page.translation_key)
    if rules is None or not page.locale_id:
        return {}
    language = page.locale.language_code
    found: dict[str, list[str | _StrPromise]] = {
        name: [SENTENCE]
        for name, wanted in snapshot.field_values(rules, language).items()
        if name not in exclude and not snapshot.same(name, getattr(page, name), wanted)
    }
    for relation, by_key in snapshot.row_values(rules, language).items():
        seen: set[str] = set()
        for row in getattr(page, relation).all():
            key = str(getattr(row, snapshot.KEY_FIELDS[relation]))
            path = f"{relation}.{row.translation_key}"
            if key not in by_key or key in seen:
                found.setdefault(NON_FIELD_ERRORS, []).append(ROW_NEW)
                continue
            seen.add(key)
            for name, wanted in by_key[key].items():
                if not snapshot.same(name, getattr(row, name), wanted):
                    found |= {one: [SENTENCE] for one in _paths(f"{path}.{name}", getattr(row, name), wanted)}
        for key in by_key.keys() - seen:
            found.setdefault(NON_FIELD_ERRORS, []).append(gone(relation, key, rules, language))
    return found


def _paths(path: str, value: Any, wanted: Any) -> list[str]:
    """Return the names of the texts that differ; of levels each by itself."""
    if not isinstance(wanted, list) or not path.endswith(".levels"):
        return [path]
    words = dict(wanted)
    differing = [
        f"{path}.{block.id}.anchor"
        for block in value
        if block.value["points"] in words
        and not snapshot.same("anchor", block.value["anchor"], words[block.value["points"]])
    ]
    return differing or [path]


def gone(relation: str, key: str, rules: EditionRules, language: str) -> str:
    """Return the sentence for a row that was taken away."""
    titles: dict[str, str] = {item.kind.value: str(item.kind.label) for item in rules.phases}
    if relation != "phases":
        titles = {
            str(getattr(item, snapshot.KEY_FIELDS[relation])): item.title[language] or item.title.vi
            for item in getattr(rules, relation)
        }
    return _("“%(title)s” cannot be taken away since the call opened.") % {"title": titles[key]}
