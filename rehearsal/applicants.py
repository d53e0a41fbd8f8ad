"""Synthetic applicants to a programme, the same for the same seed, as its form might bring them."""

from random import Random

from domain.application.form import ApplicationForm, ArrangementWish
from domain.enums import Role
from domain.programme.programme import Programme
from rehearsal.people import people

_GOALS = (
    "confidence in meetings",
    "career planning",
    "leading a team",
    "influencing without authority",
    "returning after leave",
    "understanding the organisation",
    "public speaking",
    "inclusive recruitment",
)
_DEPARTMENTS = (
    "Arts",
    "Engineering",
    "Estates",
    "Finance",
    "Health Sciences",
    "Law",
    "Library",
    "Social Sciences",
)
_TIMES = (
    "Monday morning",
    "Tuesday afternoon",
    "Wednesday lunchtime",
    "Thursday morning",
    "Friday afternoon",
)


def applicants(programme: Programme, mentors: int, mentees: int, seed: int) -> list[ApplicationForm]:
    """So many people in either role, whom the programme's rules let in."""
    random = Random(seed)  # noqa: S311
    roles = [Role.MENTOR] * mentors + [Role.MENTEE] * mentees
    crowd = people(len(roles), seed)
    return [
        _applicant(programme, role, name, email, random)
        for role, (name, email) in zip(roles, crowd, strict=True)
    ]


def _applicant(programme: Programme, role: Role, name: str, email: str, random: Random) -> ApplicationForm:
    return ApplicationForm(
        name=name,
        email=email,
        role=role,
        arrangement=_wish(programme, random),
        grade=_grade(programme, role, random),
        department=random.choice(_DEPARTMENTS),
        manager_email=f"manager.{random.randint(1, 20)}@staff.example",
        goals=tuple(sorted(random.sample(_GOALS, 2))),
        offers=tuple(sorted(random.sample(_GOALS, 3))),
        availability=tuple(sorted(random.sample(_TIMES, 3))),
    )


def _wish(programme: Programme, random: Random) -> ArrangementWish:
    """What the programme offers; where it offers several, every other is open to any."""
    if len(programme.arrangements) == 1:
        return ArrangementWish(programme.arrangements[0].value)
    offered = [ArrangementWish(arrangement.value) for arrangement in programme.arrangements]
    return random.choice([*(ArrangementWish.EITHER for _ in offered), *offered])


def _grade(programme: Programme, role: Role, random: Random) -> str | None:
    if not programme.grades:
        return None
    lowest = programme.role(role).minimum_grade
    ladder = programme.grades[programme.grades.index(lowest) :] if lowest else programme.grades
    return random.choice(ladder)
