"""How long Tandem waits, as a programme says it."""

from pydantic import model_validator

from domain.programme.rules import Patience

_CHASED_UNTIL = {
    "application_chasers": "application_coordinator",
    "manager_chasers": "manager_answer",
    "accept_chasers": "accept_coordinator",
}


_CHASERS = (*_CHASED_UNTIL, "evaluation_chasers", "question_chasers")


class PatiencePlan(Patience):
    """How long Tandem waits, as a programme says it; the defaults are the product's."""

    @model_validator(mode="after")
    def _in_order(self) -> "PatiencePlan":
        for name in _CHASERS:
            days = getattr(self, name)
            if list(days) != sorted(set(days)):
                raise ValueError(f"{name} must count up, such as [7, 14]")
        for chasers, end in _CHASED_UNTIL.items():
            if any(day >= getattr(self, end) for day in getattr(self, chasers)):
                raise ValueError(f"{end} must come after the last of {chasers}")
        if not self.nudge < self.second_nudge < self.gone_quiet:
            raise ValueError("nudge, second_nudge and gone_quiet must count up")
        return self
