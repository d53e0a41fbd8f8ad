"""A programme as a coordinator reads it: what it is for, who may enter, by which rules it runs."""

from collections.abc import Iterator, Sequence
from datetime import date

from cli.output import print_table, say
from cli.programmes.purpose import about
from domain.clock import format_date_and_hours, format_short_date
from domain.enums import Role, in_words
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.gathering_plan import GatheringPlan, in_blocks
from domain.programme.milestones import milestones
from domain.programme.programme import Programme
from domain.programme.purpose import Resource
from domain.programme.roles import RoleText
from domain.retention import RetentionClass
from domain.wording import counted

_LATE = {"next_cohort": "is kept for the next cohort", "declined": "is declined"}
_SILENCE = {
    "coordinator": "leaves it to the coordinator",
    "supported": "means yes",
    "declined": "means no",
}


def print_programmes(programmes: Sequence[Programme]) -> None:
    rows = [
        (p.key, p.organisation, p.title, f"{p.sessions.minimum} x {p.sessions.minutes} min")
        for p in programmes
    ]
    print_table("Programmes", ("key", "organisation", "title", "sessions"), rows)


def print_programme(programme: Programme) -> None:
    say(f"{programme.title}, {programme.organisation} ({programme.key})")
    say(programme.summary)
    for heading, lines in sections(programme):
        if lines:
            say(f"\n{heading}")
        for line in lines:
            say(f"  {line}")
    say("")
    print_table(f"Calendar ({programme.timezone})", ("when", "what"), calendar_of(programme))


def calendar_of(programme: Programme) -> Iterator[tuple[str, str]]:
    """Every date of the programme in order, as (when, what)."""
    for day, hours, what in dates_of(programme):
        yield format_date_and_hours(day, hours), what


def dates_of(programme: Programme) -> list[tuple[date, str, str]]:
    """Every date of the programme in order, as day, hours (local time; may be empty) and what it is."""
    days = ((milestone.day, "", milestone.what) for milestone in milestones(programme))
    return sorted((*days, *_sittings(programme)))


def _sittings(programme: Programme) -> Iterator[tuple[date, str, str]]:
    for gathering in programme.gatherings:
        who = "" if len(gathering.roles) > 1 else f", {gathering.roles[0]}s only"
        apart = ", one to one" if gathering.one_to_one else ""
        for sitting, count in in_blocks(gathering.sittings):
            slots = f", {count} times" if count > 1 else ""
            said = f"{gathering.title} ({gathering.key}{who}{apart}{slots})"
            yield sitting.on, sitting.hours or "", said + _led_by(gathering)


def _led_by(gathering: GatheringPlan) -> str:
    led = f", led by {' and '.join(gathering.facilitators)}" if gathering.facilitators else ""
    return led + (f", hosted by {gathering.host}" if gathering.host else "")


def sections(programme: Programme) -> Iterator[tuple[str, list[str]]]:
    """Each heading with its lines; none where the programme says nothing."""
    yield "How it runs", _running(programme)
    yield from about(programme)
    yield "What runs through the sessions", list(programme.competencies)
    yield "Who takes part", [_role(programme, role) for role in Role]
    yield "What must come first", list(_prerequisites(programme))
    yield "Grades, the lowest first", [", ".join(programme.grades)] if programme.grades else []
    yield "Applying", list(_applying(programme, programme.applications)) if programme.applications else []
    yield "Who may meet whom", list(_matching(programme))
    yield "Evaluation", list(_evaluation(programme))
    yield "Final report", _report(programme)
    yield "How long what is kept about people is kept", [kept_for(programme)]
    yield "Stories", [programme.stories] if programme.stories else []
    yield "Wellbeing", list(_wellbeing(programme))
    yield "Resources", [_resource(resource) for resource in programme.resources]


def kept_for(programme: Programme) -> str:
    """The clock of each class of data."""
    plan = programme.retention
    clocks = (f"{in_words(what)} {counted(plan.kept_for(what).days, 'day')}" for what in RetentionClass)
    return f"{', '.join(clocks)}."


def _running(programme: Programme) -> list[str]:
    contact, sessions = programme.contact, programme.sessions
    review = ["Every letter waits for the coordinator's review."] if programme.letters.review else []
    return [
        f"Arrangement: {' or '.join(programme.arrangements)}.",
        f"At least {counted(sessions.minimum, 'session')} of {counted(sessions.minutes, 'minute')}.",
        f"Contact: {', '.join(filter(None, (contact.name, contact.email, contact.telephone)))}",
        *review,
    ]


def _role(programme: Programme, role: Role) -> str:
    text = programme.role(role)
    return f"{text.label} ({role}): {text.who}. Enters by {'; '.join(_entering(text))}."


def _entering(text: RoleText) -> Iterator[str]:
    until = f" only until {format_short_date(text.invitation_until)}" if text.invitation_until else ""
    yield f"{text.enters_by}{until}"
    if text.minimum_grade:
        yield f"{text.minimum_grade} at the least"
    if text.manager_support:
        yield "the line manager must support it"
    if text.prerequisites:
        yield f"needs {' and '.join(text.prerequisites)}"
    if text.preferred:
        yield f"{' and '.join(text.preferred)} would help"


def _prerequisites(programme: Programme) -> Iterator[str]:
    for prerequisite in programme.prerequisites:
        by = f", met by attending {prerequisite.gathering}" if prerequisite.gathering else ""
        yield f"{prerequisite.key}: {prerequisite.text}{by}"


def _applying(programme: Programme, applications: ApplicationsPlan) -> Iterator[str]:
    if applications.how:
        yield applications.how
    if applications.form:
        yield f"The form: {applications.form}"
    if applications.needs:
        yield f"Must be filled in: {', '.join(in_words(need) for need in applications.needs)}."
    for what, value in applications.fixed.items():
        yield f"The {what} of everybody: {value}."
    yield f"What comes after the closing date {_LATE[applications.late]}."
    if any(programme.role(role).manager_support for role in Role):
        days = programme.patience.manager_answer
        yield f"A line manager's silence for {counted(days, 'day')} {_SILENCE[applications.manager_silence]}."


def _matching(programme: Programme) -> Iterator[str]:
    matching = programme.matching
    if matching.apart:
        yield f"Partners differ in {' and '.join(matching.apart)}."
    if matching.reporting_line:
        yield "Nobody meets somebody of their own reporting line."
    if matching.grade_gap:
        least, most = matching.grade_gap.minimum, matching.grade_gap.maximum
        upper = "" if most is None else f" and at most {most}"
        yield f"The mentor's grade stands at least {least}{upper} above the mentee's."


def _evaluation(programme: Programme) -> Iterator[str]:
    if programme.evaluation:
        yield from programme.evaluation.questions
        if programme.evaluation.questionnaire:
            yield f"The questionnaire: {programme.evaluation.questionnaire}"


def _report(programme: Programme) -> list[str]:
    report = programme.report
    said = [f"What is announced: {report.announcement}"] if report and report.announcement else []
    return [*report.sections, *said] if report else []


def _resource(resource: Resource) -> str:
    readers = {"everybody": "for everybody", "participants": "for participants", "members": "for members"}
    by = f", by {resource.by}" if resource.by else ""
    only = "" if len(resource.roles) > 1 else f", {resource.roles[0]}s only"
    return f"{resource.title}{by}: {resource.url} ({readers[resource.audience]}{only})"


def _wellbeing(programme: Programme) -> Iterator[str]:
    wellbeing = programme.wellbeing
    if wellbeing:
        yield wellbeing.text
        ways = (wellbeing.telephone, wellbeing.email, wellbeing.url)
        yield ", ".join(str(way) for way in ways if way)
