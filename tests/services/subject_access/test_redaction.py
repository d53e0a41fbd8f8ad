"""What is handed out to one person does not name another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.subject_access.redaction import REDACTED, redacted
from storage.views import PersonView

pytestmark = pytest.mark.unit

ANN = PersonView(id="1", name="Ann Hall", email="ann@uni.example")
TOM = PersonView(id="2", name="Tom de la Hall-Smith", email="t.smith@uni.example")


def test_a_name_a_part_of_it_and_an_address_are_left_out() -> None:
    text = "Tom de la Hall-Smith <T.Smith@uni.example>: write to Tom. Tomorrow he is in."

    assert redacted(text, [TOM], ANN) == (f"{REDACTED} <{REDACTED}>: write to {REDACTED}. Tomorrow he is in.")


def test_a_part_that_is_also_the_readers_own_stays() -> None:
    brother = PersonView(id="3", name="Bob Hall", email="bob@uni.example")

    assert redacted("Dear Ann Hall, Bob Hall agrees", [brother], ANN) == f"Dear Ann Hall, {REDACTED} agrees"


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_whatever_a_name_is_made_of_it_is_left_out(name: str) -> None:
    other = PersonView(id="4", name=name.strip(), email="canary@uni.example")

    said = redacted(f"with ({other.name}), canary@uni.example", [other], ANN)

    assert f"({other.name})" not in said
    assert "canary" not in said
