"""The mail server that refuses everybody: told at the head of the list."""

from sqlalchemy.orm import Session

from mail import circuit_breaker


def in_a_line(session: Session) -> str | None:
    """Since when and why nothing is sent, and what one can do; None if letters go."""
    stop = circuit_breaker.current(session)
    if stop is None:
        return None
    why = " ".join(stop.reason.split())
    return (
        f"Nothing is sent since {stop.since:%Y-%m-%d %H:%M} UTC: the mail server refuses everybody ({why}). "
        f"It is tried again at {stop.try_again_at:%H:%M} UTC; at once: tandem mail start"
    )
