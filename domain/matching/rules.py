"""The hard rules: each removes pairs that no score can bring back."""

from enum import StrEnum


class Rule(StrEnum):
    """Why two people cannot be a pair. Several may hold for one pair."""

    ROLE = "role"
    SAME_PERSON = "same_person"
    SAME_NAME = "same_name"
    """With two addresses: it may be one person."""
    ARRANGEMENT = "arrangement"
    CONFLICT = "conflict"
    REPORTING_LINE = "reporting_line"
    APART = "apart"
    EARLIER_PAIR = "earlier_pair"
    GRADE_GAP = "grade_gap"
    FORBIDDEN = "forbidden"

    @property
    def can_be_relaxed(self) -> bool:
        """Whether a coordinator could set it aside. Nobody is asked to overrule what somebody has
        declared about another person."""
        return self not in (Rule.ROLE, Rule.SAME_PERSON, Rule.SAME_NAME, Rule.CONFLICT)


RULE_SENTENCES = {
    Rule.ROLE: "a pair is one mentor and one mentee",
    Rule.SAME_PERSON: "they are the same person",
    Rule.SAME_NAME: "they have the same name and two addresses, and may be the same person",
    Rule.ARRANGEMENT: "the two ask for different arrangements",
    Rule.CONFLICT: "one of them has declared a conflict of interest",
    Rule.REPORTING_LINE: "one is in the other's reporting line",
    Rule.APART: "they share something in which the programme wants partners to differ",
    Rule.EARLIER_PAIR: "they were a pair before",
    Rule.GRADE_GAP: "the gap between their grades is not one the programme allows, or a grade is not known",
    Rule.FORBIDDEN: "the coordinator has ruled this pair out",
}
