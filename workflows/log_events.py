"""What operations read in the log about a life: where it has come to, and that somebody must look."""

import structlog

from domain.entity.entity import Snapshot

log = structlog.get_logger()


def log_snapshot(before: Snapshot | None, now: Snapshot) -> None:
    """Log what is new in how it stands, if anything is."""
    if before is None or before.stage is not now.stage:
        log.info("stage_changed", before=before.stage.value if before else None)
    if now.concerns and (before is None or before.concerns != now.concerns):
        log.warning("needs_attention", concerns=[concern.value for concern in now.concerns])
    elif before and before.concerns and not now.concerns:
        log.info("needs_no_attention")


def log_conflict(sentence: str) -> None:
    """Log that the store has recorded another story: the life stands still until an operator has looked."""
    log.error("recorded_otherwise", reason=sentence)


def log_refused_signal(unrecorded_outcomes: str, refusal: str) -> None:
    """Log that nothing came of a signal of this kind, whose sender waits for no answer."""
    log.warning("not_applied", unrecorded_outcomes=unrecorded_outcomes, reason=refusal)


def log_long_history(events: int) -> None:
    """Log that the server would have a life begun anew that is one run: it does more than a life can."""
    log.warning("history_is_long", events=events)
