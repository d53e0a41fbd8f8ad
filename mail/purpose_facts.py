"""What a programme says of itself and asks, as facts of letters."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.clock import format_full_date
from domain.enums import Role
from domain.letter.letter import Letter
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from domain.wording import capitalised
from mail.facts import Aim, FirstQuestion, Link


def of_purpose(programme: Programme) -> dict[str, Any]:
    """What is the same for everybody."""
    report, agreement = programme.report, programme.agreement
    next_steps = report.next_steps if report else None
    return {
        "objectives": tuple(Aim(of=o.of, text=o.text) for o in programme.objectives),
        "meanings": tuple(_meanings(programme)),
        "quotes": tuple(Aim(of=s.named, text=s.quote) for s in programme.sponsors if s.quote),
        "sponsors": tuple(sponsor.named for sponsor in programme.sponsors if not sponsor.quote),
        "expectations": programme.expectations,
        "confidentiality": agreement.confidentiality if agreement else None,
        "ground_rules": agreement.ground_rules if agreement else (),
        "funding": programme.funder.sentence if programme.funder else None,
        "readers": tuple(_readers(programme)),
        "next_steps": format_full_date(next_steps) if next_steps else None,
        "announcement": report.announcement if report else None,
    }


def of_role(programme: Programme, role: Role, takes_part: bool) -> dict[str, Any]:
    """What somebody in this role is told; `takes_part`: whether there is a pair."""
    wanted, described = programme.role(role), {p.key: p.text for p in programme.prerequisites}
    return {
        "benefits": wanted.benefits,
        "preferred": tuple(described[key] for key in wanted.preferred),
        "resources": tuple(
            Link(title=r.title, url=str(r.url), by=r.by, members=r.audience == "members")
            for r in programme.resources_for(role, takes_part)
        ),
    }


def recordings(programme: Programme, role: Role, at: datetime) -> tuple[Link, ...]:
    """What can be watched of the gatherings for this role that came before a pairing and are over."""
    rules = rules_of(programme)
    return tuple(
        Link(title=plan.title, url=str(plan.recording))
        for plan in programme.held
        if plan.recording
        and plan.kind.stage is None
        and role in plan.roles
        and rules.gathering(plan.key).sittings[-1].starts <= at
    )


def led_by(plan: GatheringPlan) -> str | None:
    """`Led by two facilitators; your host is Staff Development.`"""
    led = [f"led by {' and '.join(plan.facilitators)}"] if plan.facilitators else []
    host = [f"your host is {plan.host}"] if plan.host else []
    said = "; ".join([*led, *host])
    return f"{capitalised(said)}." if said else None


def _meanings(programme: Programme) -> Iterator[Aim]:
    for arrangement, text in programme.meanings:
        if len(programme.meanings) > 1 or getattr(programme.explanations, arrangement):
            yield Aim(of=arrangement.capitalize(), text=text)


def _readers(programme: Programme) -> Iterator[str]:
    for committee in programme.report.committees if programme.report else ():
        yield f"{committee.name}, on {format_full_date(committee.on)}"


def first_question(letter: Letter, programme: Programme) -> FirstQuestion | None:
    """None for a letter without questions, and where the first has no few answers to choose from."""
    if letter.wave is None:
        return None
    for item in programme.questionnaire.asked(letter.wave, Role(letter.role))[:1]:
        if item.ways:
            return FirstQuestion(item.key, item.text, tuple(item.ways.items()))
    return None
