"""Rules without pages: the lists of transfer, matching, figures, working days, states."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.kernel import errors
from showcase import validators
from showcase.domain import compliance, enquiry
from showcase.enums import (
    ENQUIRY_MOVES,
    NEED_MOVES,
    Compliance,
    EnquiryState,
    NeedStatus,
    TrlBand,
    trl_band,
)
from showcase.models.rows import read_number


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("state", "checked", "version", "permit", "allowed"),
    [
        (Compliance.UNCHECKED, True, "76/2018", "1", False),
        (Compliance.PROHIBITED, True, "76/2018", "1", False),
        (Compliance.RESTRICTED, True, "76/2018", " ", False),
        (Compliance.RESTRICTED, True, "76/2018", "GP-12", True),
        (Compliance.RESTRICTED, False, "76/2018", "GP-12", False),
        (Compliance.NOT_LISTED, True, "76/2018", "", True),
        (Compliance.NOT_LISTED, True, " ", "", False),
        (Compliance.NOT_LISTED, False, "76/2018", "", False),
        (Compliance.ENCOURAGED, True, "76/2018", "", True),
    ],
)
def test_compliance_decides_what_may_be_public(
    state: Compliance, checked: bool, version: str, permit: str, allowed: bool
) -> None:
    reason = compliance.obstacle(compliance=state, is_checked=checked, list_version=version, permit=permit)
    assert (reason == "") is allowed
    if not allowed:
        with pytest.raises(compliance.NotClearedError):
            compliance.check_may_go_live(reason)


def test_compliance_error_is_a_rule_and_a_refusal_of_the_admin() -> None:
    from django.core.exceptions import PermissionDenied

    error = compliance.NotClearedError("nicht")
    assert isinstance(error, errors.NotAllowedError)
    assert isinstance(error, PermissionDenied)
    assert str(error) == "nicht"


@pytest.mark.parametrize("codes", ["A23B", "A23B 7/02", "A23B7/02, F26B", "H02K 7/18; B65G 47/90", ""])
def test_ipc_codes_accept_symbols(codes: str) -> None:
    validators.validate_ipc_codes(codes)


@pytest.mark.parametrize("codes", ["I23B", "A2B", "a23b", "A23B 7", "A23B 7/2", "A23B, A23B, A23B, A23B, A23B, A23B"])
def test_ipc_codes_refuse_what_is_no_symbol(codes: str) -> None:
    with pytest.raises(ValidationError):
        validators.validate_ipc_codes(codes)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,52", Decimal("0.52")),
        ("0.52", Decimal("0.52")),
        ("1.234.567,5", Decimal("1234567.5")),
        ("1.200", Decimal(1200)),
        ("0.125", Decimal("0.125")),
        ("20", Decimal(20)),
        ("khoảng 20", None),
        ("NaN", None),
        ("1e400", None),
        ("", None),
    ],
)
def test_figures_are_read_as_vietnamese_write_them(text: str, number: Decimal | None) -> None:
    assert read_number(text) == number


def test_trl_bands_cover_every_level_once() -> None:
    assert [trl_band(level) for level in range(1, 10)] == [TrlBand.RESEARCH] * 3 + [TrlBand.TRIAL] * 3 + [
        TrlBand.READY
    ] * 3
    assert trl_band(None) is None
    assert trl_band(10) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
    ],
)
def test_enquiry_is_due_after_five_working_days(sent: date, due: date) -> None:
    assert enquiry.reply_due(sent) == due


def test_state_machines_end_where_they_should() -> None:
    assert ENQUIRY_MOVES.final_states() == {
        EnquiryState.DECLINED,
        EnquiryState.EXPIRED,
        EnquiryState.CLOSED,
        EnquiryState.WITHDRAWN,
    }
    assert NEED_MOVES.final_states() == {NeedStatus.SIGNED}
    with pytest.raises(errors.IllegalMoveError):
        ENQUIRY_MOVES.check(EnquiryState.CLOSED, EnquiryState.ANSWERED)
