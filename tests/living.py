"""The names by which most tests know a pairing in memory (tests/factories.py)."""

from tests.factories import BRISTOL as BRISTOL
from tests.factories import PROGRAMMES as PROGRAMMES
from tests.factories import SimulatedPairing as Life
from tests.factories import accepted as accepted
from tests.factories import bristol as bristol
from tests.factories import bristol_rules as bristol_rules
from tests.factories import entity_of as life_of
from tests.factories import evaluation as evaluation
from tests.factories import mentoring as mentoring
from tests.factories import pairing_in as lived
from tests.factories import utc as utc

__all__ = ["Life", "life_of", "lived"]
