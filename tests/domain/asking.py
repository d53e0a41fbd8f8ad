"""What a test asks of a pairing: does it refuse this, and does it take no notice of that?"""

import pytest

from domain.decide import apply
from domain.errors import Refused
from domain.events import Event
from tests.living import Life


def refusal(life: Life, event: Event) -> str:
    """The sentence with which this event is refused; fails if it is accepted."""
    before = life.pairing.model_copy()
    with pytest.raises(Refused) as refused:
        life.tell(event)
    assert life.pairing == before
    return str(refused.value)


def takes_no_notice(life: Life, event: Event) -> bool:
    """Whether the event changes nothing at all: the very same pairing comes back."""
    return apply(life.pairing, event, life.now) is life.pairing
