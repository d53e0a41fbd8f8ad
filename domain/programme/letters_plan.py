"""How the letters of a programme go out."""

from domain.programme.fields import YesOrNo
from domain.value import Value


class LettersPlan(Value):
    """How the letters of this programme go out."""

    review: YesOrNo = False
    """Whether each waits as a draft until the coordinator releases it."""
