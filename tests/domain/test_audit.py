"""The chain of the audit: whatever is done to it afterwards is found, and where."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit import AuditEntry, AuditResult, ChainEnd, chained, first_broken

pytestmark = pytest.mark.unit

Chain = list[tuple[AuditEntry, str]]


def _chain(length: int) -> tuple[Chain, ChainEnd]:
    chain: Chain = []
    end = ChainEnd()
    for number in range(1, length + 1):
        entry = AuditEntry(
            number=number,
            at=datetime(2027, 1, number, tzinfo=UTC),
            actor="a1",
            action="pairings.history",
            result=AuditResult.DONE,
            subjects=(f"pairing-x-{number}",),
        )
        end = ChainEnd(number=number, digest=chained(end, entry))
        chain.append((entry, end.digest))
    return chain, end


def test_a_chain_as_it_was_written_is_whole() -> None:
    assert first_broken(*_chain(5)) is None
    assert first_broken([], ChainEnd()) is None


@given(at=st.integers(0, 4), field=st.sampled_from(["actor", "action", "at", "result", "subjects"]))
def test_an_entry_that_was_changed_is_found(at: int, field: str) -> None:
    chain, end = _chain(5)
    others = {
        "actor": "a2",
        "action": "pairings.end",
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "result": AuditResult.REFUSED,
        "subjects": (),
    }
    entry, digest = chain[at]
    chain[at] = (entry.replace(**{field: others[field]}), digest)

    assert first_broken(chain, end) == at + 1


@given(at=st.integers(0, 4))
def test_an_entry_that_is_missing_is_found_also_at_the_end(at: int) -> None:
    chain, end = _chain(5)
    del chain[at]

    assert first_broken(chain, end) == at + 1


def test_a_change_whose_digest_was_made_anew_shows_in_the_next_entry() -> None:
    chain, end = _chain(3)
    forged = chain[0][0].replace(actor="a2")
    chain[0] = (forged, chained(ChainEnd(), forged))

    assert first_broken(chain, end) == 2
