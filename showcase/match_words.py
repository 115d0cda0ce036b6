"""Says the reasons of stored matches in the active language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.kernel import formats, languages
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term
from showcase import units
from showcase.enums import Operator
from showcase.match_enums import ReasonKind
from showcase.models.rows import plain_number

DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation; ``points`` is what it adds to the score of 100.

    ``quoted`` are words of both descriptions, which are compared in Vietnamese: they follow ``words`` and stay as they are.
    """

    words: str
    speaks_for: bool
    points: int
    quoted: str = ""

    @property
    def text(self) -> str:
        """The whole line, for places without marks of language."""
        return f"{self.words} {self.quoted}".strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels that reasons name, read at once for a whole list."""

    fields: Mapping[str, str]
    cooperation: Mapping[str, str]
    places: Mapping[str, str]


def vocabulary(reasons: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """Return the labels of every code in the reasons: two queries, however many there are."""
    wanted: dict[str, set[str]] = {kind: set() for kind in ReasonKind.values}
    for reason in reasons:
        wanted[reason["kind"]].update(reason.get("codes", ()))
        if "code" in reason:
            wanted[reason["kind"]].add(reason["code"])
    terms = Term.objects.filter(
        Q(vocabulary=VocabularyCode.FIELD, code__in=wanted[ReasonKind.FIELD])
        | Q(vocabulary=VocabularyCode.COOPERATION, code__in=wanted[ReasonKind.COOPERATION])
    )
    labels: dict[str, dict[str, str]] = {VocabularyCode.FIELD: {}, VocabularyCode.COOPERATION: {}}
    for term in terms:
        labels[term.vocabulary][term.code] = term.label
    places = AdministrativeUnit.objects.filter(code__in=wanted[ReasonKind.PLACE])
    return Vocabulary(
        labels[VocabularyCode.FIELD], labels[VocabularyCode.COOPERATION], {place.code: place.name for place in places}
    )


def _listed(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(code, code) for code in codes)


def _amount(value: str, unit: str) -> str:
    return units.measured(plain_number(Decimal(value)), unit)


def _figure(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    name = reason["names"].get(languages.current().value) or reason["names"]["vi"]
    operator = Operator(reason["operator"])
    sign = "" if operator is Operator.EQUAL else f"{operator.label} "
    words = {
        "name": name,
        "target": f"{sign}{_amount(reason['wanted'], reason['wanted_unit'])}",
        "figure": _amount(reason["stated"], reason["stated_unit"]),
    }
    if reason["for"]:
        return _("%(name)s: needs %(target)s; states %(figure)s") % words
    return _("%(name)s: needs %(target)s; states only %(figure)s") % words


def _field(reason: Mapping[str, Any], labels: Vocabulary) -> str:
    return _("Same field: %(fields)s") % {"fields": _listed(reason["codes"], labels.fields)}


def _patent_class(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    return _("Same patent class: %(codes)s") % {"codes": ", ".join(reason["codes"])}


def _wording(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    if not reason.get("words"):
        return _("Descriptions with words in common")
    return _("Both speak of:")


def _maturity(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    if "minimum" in reason:
        return _("Mature enough: needs TRL %(minimum)s or more; states TRL %(level)s") % dict(reason)
    return _("Maturity: TRL %(level)s") % dict(reason)


def _cooperation(reason: Mapping[str, Any], labels: Vocabulary) -> str:
    return _("Both want: %(kinds)s") % {"kinds": _listed(reason["codes"], labels.cooperation)}


def _budget(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    words = {"price": formats.money(reason["price"]), "ceiling": formats.money(reason["ceiling"])}
    if reason["for"]:
        return _("Price from %(price)s, within the budget of up to %(ceiling)s") % words
    return _("Price from %(price)s, above the budget of up to %(ceiling)s") % words


def _place(reason: Mapping[str, Any], labels: Vocabulary) -> str:
    return _("Both in %(place)s") % {"place": labels.places.get(reason["code"], reason["code"])}


def _time(reason: Mapping[str, Any], _labels: Vocabulary) -> str:
    words = {"months": max(1, reason["days"] // DAYS_OF_A_MONTH), "level": reason["level"]}
    return _("In time: %(months)s months are left, TRL %(level)s") % words


SENTENCES = {
    ReasonKind.FIGURE: _figure,
    ReasonKind.FIELD: _field,
    ReasonKind.PATENT_CLASS: _patent_class,
    ReasonKind.WORDS: _wording,
    ReasonKind.MATURITY: _maturity,
    ReasonKind.COOPERATION: _cooperation,
    ReasonKind.BUDGET: _budget,
    ReasonKind.PLACE: _place,
    ReasonKind.TIME: _time,
}


def lines(reasons: Iterable[Mapping[str, Any]], labels: Vocabulary) -> list[Line]:
    """Return the lines of one match, in the order in which they count."""
    return [
        Line(
            SENTENCES[ReasonKind(reason["kind"])](reason, labels),
            reason["for"],
            reason["points"],
            ", ".join(reason.get("words", ())),
        )
        for reason in reasons
    ]
