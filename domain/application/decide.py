"""What an event does to an application: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from datetime import datetime

from domain.application import events
from domain.application.application import Application
from domain.application.machine import APPLICATION


def apply(application: Application, event: events.ApplicationEvent, now: datetime) -> Application:
    """The application after this event; raises Refused with a sentence if the rules do not allow it."""
    return APPLICATION.apply(application, event, now)
