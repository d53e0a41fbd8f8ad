"""What calls for a letter: a date of the programme file, or somebody who has just written."""

from domain.letter.letter import LetterName

ANSWERS = frozenset(
    {
        LetterName.APPLICATION_RECEIVED,
        LetterName.APPLICATION_INCOMPLETE,
        LetterName.APPLICATION_IN_ORDER,
        LetterName.APPLICATION_WITHDRAWN,
        LetterName.GATHERING_ANNOUNCED,
        LetterName.GATHERING_INVITATION,
        LetterName.GATHERING_CANCELLED,
        LetterName.CARRIED_OVER,
        LetterName.MANAGER_REQUEST,
        LetterName.BOTH_ACCEPTED,
        LetterName.SESSION_BOOKED,
        LetterName.SESSION_MOVED,
        LetterName.SESSION_CANCELLED,
        LetterName.PAUSED,
        LetterName.RESUMED,
        LetterName.THANKS,
        LetterName.LEAVING_CONFIRMED,
        LetterName.PARTNER_LEFT,
        LetterName.PAIRING_CLOSED,
    }
)
"""They follow at once on what somebody has done, on whatever day that was."""

_WHERE = {
    "gathering": "gatherings.*.sittings",
    "review": "gatherings.*.sittings",
    "introduction": "introductions.on",
    "both_accepted": "introductions.on",
    "mentoring": "sessions.opens",
    "evaluation": "evaluation.opens",
    "closing": "applications.closes",
    "cohort": "applications.closes",
    "draft": "applications.closes",
    "application": "applications",
    "manager": "patience.manager_chasers",
    "session": "patience.session_check",
    "nudge": "patience.nudge",
    "second_nudge": "patience.second_nudge",
}
"""By how a letter's name begins."""


def where_of(letter: str) -> str:
    """The key of the programme file that has most to do with when this letter goes."""
    return next((where for start, where in _WHERE.items() if letter.startswith(start)), "patience")
