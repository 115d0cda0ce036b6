"""What the demo invents makes sense to people who read its pages."""

from itertools import pairwise

from portal.demo.specs.enquiries import DEALS, EARLIER
from showcase.deal_enums import DealStage


def test_each_step_from_enquiry_to_contract_is_smaller_than_the_one_before() -> None:
    confirmed = [deal.stage for deal in DEALS if deal.is_confirmed]
    steps = [len(EARLIER), *(confirmed.count(stage) for stage in (DealStage.TALK, DealStage.TEST, DealStage.CONTRACT))]
    assert all(before > after for before, after in pairwise(steps)), steps
