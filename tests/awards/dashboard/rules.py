"""Rules of an invented edition, without a database."""

from datetime import date, timedelta
from typing import Final

from awards.editions.enums import REQUIRED_PHASES
from awards.editions.rules import Criterion, EditionRules, Phase, Words
from awards.scoring.enums import ScoringMethod, VoteCurve
from portal.kernel import clock

FIRST: Final = date(2026, 12, 1)


def _phase(place: int) -> tuple[date, date]:
    return FIRST + timedelta(days=20 * place), FIRST + timedelta(days=20 * (place + 1))


RULES: Final = EditionRules(
    version=1,
    legal_basis=Words("Quyết định số 1/QĐ-UBND"),
    budget_source=Words("Ngân sách tỉnh"),
    eligibility=Words("Tổ chức trong tỉnh."),
    procedure=Words(),
    method=ScoringMethod.MEAN,
    trim=0,
    tie_breaks=(),
    public_share=20,
    curve=VoteCurve.LEADER,
    jurors_per_dossier=3,
    quorum=67,
    cure_days=5,
    comment_days=10,
    appeal_days=10,
    retention_days=180,
    categories=(),
    criteria=(Criterion("novelty", Words("Tính mới"), Words(), 100, 10, ()),),
    phases=tuple(Phase(kind, *(clock.at(day) for day in _phase(place))) for place, kind in enumerate(REQUIRED_PHASES)),
    documents=(),
)
