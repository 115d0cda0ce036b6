"""What a ranking is made of. Values that contradict themselves cannot be made: they raise ``UnsoundError``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel.errors import DomainError

WHOLE: Final = 100
MOST_PUBLIC_SHARE: Final = 20


class UnsoundError(DomainError):
    """Rules or sheets that no ranking can be made from."""

    default_message = _("No ranking can be made of this.")


def _require(*, sound: bool, message: object, **named: object) -> None:
    if not sound:
        raise UnsoundError(str(message) % named)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: its key, its share of 100, and the most points a juror can give."""

    key: str
    weight: int
    most: int

    def __post_init__(self) -> None:
        _require(
            sound=_is_whole(self.weight) and _is_whole(self.most) and self.weight >= 1 and self.most >= 1,
            message=_("Criterion %(key)s: weight and most points are whole numbers from 1."),
            key=self.key,
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides and is frozen when an edition opens; ``trim`` sheets are dropped at each end."""

    criteria: tuple[Criterion, ...]
    method: ScoringMethod = ScoringMethod.MEAN
    trim: int = 0
    tie_breaks: tuple[TieBreak, ...] = ()
    public_share: int = 0
    curve: VoteCurve = VoteCurve.LEADER

    def __post_init__(self) -> None:
        total = sum(criterion.weight for criterion in self.criteria)
        _require(
            sound=total == WHOLE, message=_("The weights of the criteria sum to %(total)s, not to 100."), total=total
        )
        _require(sound=len(set(self.keys)) == len(self.criteria), message=_("Two criteria have the same key."))
        _require(
            sound=_is_whole(self.trim)
            and (self.trim >= 1 if self.method == ScoringMethod.TRIMMED_MEAN else self.trim == 0),
            message=_("The trimmed mean drops at least one sheet at each end, other methods none."),
        )
        _require(
            sound=len(set(self.tie_breaks)) == len(self.tie_breaks), message=_("A tie-break stands twice in the order.")
        )
        _require(
            sound=_is_whole(self.public_share) and 0 <= self.public_share <= MOST_PUBLIC_SHARE,
            message=_("The public's share is a whole number from 0 to %(most)s percent."),
            most=MOST_PUBLIC_SHARE,
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the criteria in their order."""
        return tuple(criterion.key for criterion in self.criteria)

    @property
    def council_share(self) -> int:
        """The council's share in percent: what the public does not have."""
        return WHOLE - self.public_share


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one juror gave one dossier: points by the key of the criterion. Both are named by aliases."""

    juror: str
    dossier: str
    points: Mapping[str, int]

    def total(self, rules: Rules) -> Fraction:
        """Return the weighted points from 0 to 100: the sum of weight times points over most points."""
        return sum(
            (Fraction(item.weight * self.points[item.key], item.most) for item in rules.criteria), start=Fraction()
        )


@dataclass(frozen=True, slots=True)
class Contest:
    """One category to be ranked: its dossiers, the sheets that count, votes of the public, votes of the council on ties."""

    code: str
    rules: Rules
    dossiers: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    votes: Mapping[str, int] = field(default_factory=dict)
    council_votes: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.dossiers)
        _require(sound=len(known) == len(self.dossiers), message=_("A dossier stands twice in the category."))
        pairs = {(sheet.juror, sheet.dossier) for sheet in self.sheets}
        _require(sound=len(pairs) == len(self.sheets), message=_("A juror has two sheets for one dossier."))
        for sheet in self.sheets:
            self._require_sheet(sheet, known)
        voted = set(self.votes)
        _require(
            sound=voted == (known if self.rules.public_share else set()),
            message=_("Votes of the public are given for every dossier where the public has a share, else for none."),
        )
        _require(
            sound=set(self.council_votes) <= known,
            message=_("The council voted on a dossier that is not in the category."),
        )
        numbers = [*self.votes.values(), *self.council_votes.values()]
        _require(
            sound=all(_is_whole(number) and number >= 0 for number in numbers),
            message=_("Numbers of votes are whole numbers from 0."),
        )

    def _require_sheet(self, sheet: Sheet, known: set[str]) -> None:
        where = {"juror": sheet.juror, "dossier": sheet.dossier}
        _require(
            sound=sheet.dossier in known,
            message=_("Juror %(juror)s has a sheet for %(dossier)s, which is not in the category."),
            **where,
        )
        _require(
            sound=set(sheet.points) == set(self.rules.keys),
            message=_("The sheet of juror %(juror)s for %(dossier)s does not have the criteria of the rules."),
            **where,
        )
        _require(
            sound=all(
                _is_whole(sheet.points[item.key]) and 0 <= sheet.points[item.key] <= item.most
                for item in self.rules.criteria
            ),
            message=_("The sheet of juror %(juror)s for %(dossier)s has points that the rules do not know."),
            **where,
        )

    def sheets_of(self, dossier: str) -> list[Sheet]:
        """Return the sheets of a dossier by the jurors' aliases."""
        return sorted((sheet for sheet in self.sheets if sheet.dossier == dossier), key=lambda sheet: sheet.juror)
