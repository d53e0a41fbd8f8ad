"""When a pair was last in touch, as far as Tandem can know, and when its silence counts."""

from datetime import datetime

from domain.enums import SessionState
from domain.pairing.pairing import Pairing


def quiet_since(pairing: Pairing) -> datetime | None:
    """The last sign of life of a pair that should be meeting: the end of its last session, booked
    ones included, or the day mentoring began, or the pair was taken over. None if nobody expects it to
    meet (again)."""
    if not pairing.stage.pair_meets or pairing.paused or pairing.has_met_minimum:
        return None
    signs = [s.ends for s in pairing.sessions if s.state is not SessionState.CANCELLED]
    resumed = [ended for _, ended in pairing.pauses]
    taken_over = [pairing.taken_over] if pairing.taken_over else []
    began = [pairing.mentoring_since or pairing.since, pairing.rules.sessions.opens, *taken_over]
    return max([*began, *signs, *resumed])


def gone_quiet_at(pairing: Pairing) -> datetime | None:
    """When the pair goes on the coordinator's list if nothing more is heard of it."""
    since = quiet_since(pairing)
    return None if since is None else pairing.after(since, pairing.rules.patience.gone_quiet)


def review_closes(pairing: Pairing) -> datetime:
    """Until when a pair in its mid-way review may say how to go on: some days after the meeting,
    which may have been moved since the stage began."""
    ends = [meeting.ends for meeting in pairing.review_meetings]
    return pairing.after(max([*ends, pairing.since]), pairing.rules.patience.review)
