"""Conditions of an application: that one is met, or will not be."""

import sys

import typer

from cli.applications.lookup import find
from cli.applications.telling import tell_found
from domain.application.events import Confirm
from domain.application.rules import INVITATION
from domain.enums import Role
from domain.errors import Refused


def confirm(cohort: str, person: str, role: Role | None, condition: str, met: bool, ask_first: bool) -> None:
    """Raises Refused with the domain's sentence if there is no such condition, or it is too late."""
    found = find(cohort, person, role)
    if condition == INVITATION:
        raise Refused(f"An invitation is not confirmed but made: tandem application invite {cohort} {person}")
    if not met and ask_first and found.view.stage.is_open and sys.stdin.isatty():
        email = found.view.application.email
        typer.confirm(f"This declines the application of {email}, who is told so. Go on?", abort=True)
    tell_found(found, Confirm(condition=condition, met=met))
