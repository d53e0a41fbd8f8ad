"""What a test asks of a pairing: does it refuse this, and does it take no notice of that?"""

import pytest

from domain.errors import Refused
from domain.pairing.events import PairingEvent
from domain.pairing.machine import PAIRING
from tests.living import Life


def refusal(entity: Life, event: PairingEvent) -> str:
    """The sentence with which this event is refused; fails if it is accepted."""
    before = entity.pairing.model_copy()
    with pytest.raises(Refused) as refused:
        entity.update(event)
    assert entity.pairing == before
    return str(refused.value)


def takes_no_notice(entity: Life, event: PairingEvent) -> bool:
    """Whether the event changes nothing at all: the very same pairing comes back."""
    return PAIRING.apply(entity.pairing, event, entity.now) is entity.pairing
