"""What an organisation agreed to: the words of the need at that time, and what a later draft says otherwise.

A focal point may go on writing a need after the organisation agreed to it. Whatever differs then needs its consent anew.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from showcase import differences, focal_points, summaries
from showcase.domain import merging
from showcase.enums import EnteredBy
from showcase.models import NeedConsent, NeedPage
from showcase.need_enums import ConsentState

NAMES: Final = differences.NEED_NAMES


class ShownOtherwiseError(errors.IllegalMoveError):
    """The need says something else than what the person read; nothing was agreed to."""

    default_message = _("The need was changed after you opened this page. Please read it as it is now, then answer.")


class ChangedSinceConsentError(errors.DomainError):
    """A draft says something that the organisation has not agreed to; ``names`` are its fields and rows."""

    def __init__(self, names: tuple[str, ...], words: str) -> None:
        super().__init__(
            _("The organisation agreed to other words here: %(fields)s. Its agreement to the new ones is needed first.")
            % {"fields": words}
        )
        self.names = names


def _plain(value: Any) -> Any:
    """Return a value as a record keeps it; 0.6 and 0.6000 are one figure."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def snapshot(draft: NeedPage) -> dict[str, Any]:
    """Return everything that a draft says, field by field and with its figures, as JSON keeps it."""
    return _values(draft, NAMES)


def _values(draft: NeedPage, names: Iterable[str]) -> dict[str, Any]:
    values = {name: _plain(merging.value_of(draft, name)) for name in names}
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found


def digest(draft: NeedPage) -> str:
    """Return the fingerprint of everything that a draft says."""
    return hashlib.sha256(json.dumps(snapshot(draft), sort_keys=True).encode()).hexdigest()


def check_shown(*, draft: NeedPage, shown: str) -> None:
    """Raise ShownOtherwiseError unless ``shown`` is the fingerprint of the draft: nobody agrees to what they did not read."""
    if digest(draft) != shown:
        raise ShownOtherwiseError


def remember(consent: NeedConsent) -> None:
    """Keep in a consent that was just given what the need says now; a consent that knows it already keeps what it has."""
    if consent.state != ConsentState.GIVEN or consent.agreed_to is not None:
        return
    page = focal_points.need_page(consent.need_key)
    if page is not None:
        consent.agreed_to = snapshot(page.get_latest_revision_as_object())
        NeedConsent.objects.filter(pk=consent.pk).update(agreed_to=consent.agreed_to)


def standing_consent(page: NeedPage) -> NeedConsent | None:
    """Return the consent under which a focal point's need stands; None for other needs and before the consent is given."""
    if page.entered_by != EnteredBy.FOCAL_POINT:
        return None
    given = NeedConsent.objects.filter(need_key=page.translation_key, state=ConsentState.GIVEN)
    return given.select_related("focal_point").order_by("-created_at", "-pk").first()


def differing(consent: NeedConsent, draft: NeedPage) -> tuple[str, ...]:
    """Return the names of everything in which a draft differs from what was agreed to; none where that is not on record."""
    if consent.agreed_to is None:
        return ()
    return _differing(consent.agreed_to, snapshot(draft))


def _differing(agreed: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in NAMES if agreed.get(name) != now[name])


def changed_since_consent(page: NeedPage, draft: NeedPage) -> tuple[str, ...]:
    """Return the names of the fields and rows of a draft that the organisation has not agreed to.

    None where the organisation writes the need itself, where no consent is given yet, and where an old record does not say
    what was agreed to. Whoever sends a draft for which there are any must ask the organisation again.
    """
    consent = standing_consent(page)
    return differing(consent, draft) if consent is not None else ()


def awaiting_again(pages: Iterable[NeedPage], consents: Mapping[uuid.UUID, NeedConsent]) -> set[uuid.UUID]:
    """Return the keys of the needs whose organisation agreed to other words and was asked to agree to the new ones.

    ``consents`` are by the need's key. The drafts of all needs are read in one query, and built without any.
    """
    asked = {
        page.latest_revision_id: consent
        for page in pages
        if page.latest_revision_id is not None
        and (consent := consents.get(page.translation_key)) is not None
        and consent.state == ConsentState.GIVEN
        and consent.send_when_given
        and consent.agreed_to is not None
    }
    contents = focal_points.contents_of(asked) if asked else {}
    return {
        consent.need_key
        for key, consent in asked.items()
        if key in contents and _differing(consent.agreed_to or {}, _snapshot_of_content(contents[key]))
    }


def _snapshot_of_content(content: dict[str, Any]) -> dict[str, Any]:
    page = NeedPage()
    chosen = {field.name for field in page._meta.many_to_many}  # noqa: SLF001 -- Django's public name
    # Chosen terms stand in a stored draft by their keys, which is all that is compared; building them asks the database.
    draft = NeedPage.from_serializable_data(
        {name: value for name, value in content.items() if name not in chosen}, check_fks=False
    )
    terms = {name: sorted(content.get(name) or []) for name in NAMES if name in chosen}
    return {**_values(draft, [name for name in NAMES if name not in chosen]), **terms}


def changes(consent: NeedConsent, draft: NeedPage) -> list[differences.Difference]:
    """Return everything in which a draft differs from what was agreed to, with the words of both."""
    names = differing(consent, draft)
    if not names:
        return []
    agreed = agreed_page(consent, draft)
    return [
        differences.Difference(label(name), summaries.words(agreed, name), summaries.words(draft, name))
        for name in names
    ]


def agreed_page(consent: NeedConsent, draft: NeedPage) -> NeedPage:
    """Return an unsaved need that says what was agreed to, to be shown beside ``draft``."""
    page: NeedPage = NeedPage(locale=draft.locale)
    for name, value in (consent.agreed_to or {}).items():
        if name in merging.row_names(page):
            model = getattr(page, name).model
            getattr(page, name).set([model(**_columns(model, row)) for row in value])
        elif page._meta.get_field(name).many_to_many:  # noqa: SLF001 -- Django's public name
            related: Any = page._meta.get_field(name).related_model  # noqa: SLF001 -- Django's public name
            getattr(page, name).set(list(related.objects.filter(pk__in=value)))
        else:
            field: Any = page._meta.get_field(name)  # noqa: SLF001 -- Django's public name
            setattr(page, field.attname, field.to_python(value))
    return page


def _columns(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 -- Django's public name
    return {fields[name].attname: fields[name].to_python(value) for name, value in row.items() if name in fields}


def label(name: str) -> str:
    """Return what a field or a group of rows of a need is called, in the active language."""
    page = NeedPage()
    if name in merging.row_names(page):
        return capfirst(str(getattr(page, name).model._meta.verbose_name_plural))  # noqa: SLF001 -- Django's public name
    return capfirst(str(NeedPage._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # noqa: SLF001 -- columns; Django's public name


def check_agreed(*, page: NeedPage, draft: NeedPage) -> None:
    """Raise ChangedSinceConsentError where a draft says something that the organisation has not agreed to."""
    if names := changed_since_consent(page, draft):
        raise ChangedSinceConsentError(names, ", ".join(label(name) for name in names))
