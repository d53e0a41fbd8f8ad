"""What a pairing's workflow is started with: ids, enums, times and the rules of its cohort."""

from domain.rules import Rules
from domain.value import Value
from domain.words import Arrangement, Role


class PairingStart(Value):
    pairing: str
    cohort: str
    arrangement: Arrangement
    rules: Rules
    attended: tuple[tuple[Role, str], ...] = ()
    """Who has been to which gathering in an earlier pairing of the same cohort."""
