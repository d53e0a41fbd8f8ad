"""What forms commonly call the fields, besides the fields' own names. Anything else a programme names in
its `applications.columns`, or the coordinator for one file."""

from domain.application.form import ApplicationField as F
from importing.table import same_heading

_COMMON = {
    F.NAME: ("your name", "full name", "your full name", "name2"),
    F.FIRST_NAME: ("forename", "given name", "your first name"),
    F.LAST_NAME: ("surname", "family name", "your last name"),
    F.EMAIL: (
        "email address",
        "e-mail",
        "your email",
        "your email address",
        "work email",
        "email2",
    ),
    F.ROLE: ("your role in the programme", "mentor or mentee", "i want to be a", "i would like to be a"),
    F.ARRANGEMENT: ("reverse or reciprocal", "type of mentoring"),
    F.CAPACITY: ("number of partners", "how many partners", "how many partners can you take"),
    F.GRADE: ("your grade", "band", "pay band"),
    F.EMPLOYER: ("organisation", "your organisation", "trust"),
    F.DEPARTMENT: ("directorate", "division", "faculty", "school", "your department"),
    F.SITE: ("location", "campus", "your site"),
    F.PROFESSION: ("job family", "your profession"),
    F.MANAGER_EMAIL: (
        "manager email",
        "manager's email",
        "manager's email address",
        "line manager email",
        "line manager's email",
        "line manager email address",
        "line manager's email address",
        "your manager's email",
        "your manager's email address",
        "your line manager's email",
        "your line manager's email address",
    ),
    F.TIMEZONE: ("time zone", "your timezone", "your time zone"),
    F.GOALS: ("your goals", "what i want to learn", "what would you like to learn"),
    F.OFFERS: ("what i can offer", "what can you offer"),
    F.WISHES: (
        "first choice",
        "my first choice",
        "1st choice",
        "choice 1",
        "second choice",
        "my second choice",
        "2nd choice",
        "choice 2",
        "third choice",
        "my third choice",
        "3rd choice",
        "choice 3",
        "preferred partner",
        "preferred mentor",
        "preferred mentee",
        "who would you like to be paired with",
        "who would you like as a partner",
    ),
    F.RECEIVED: (
        "timestamp",
        "completion time",
        "submission time",
        "submission date",
        "submitted",
        "submitted at",
        "submitted on",
        "date submitted",
        "time submitted",
    ),
    F.AVAILABILITY: ("your availability", "when can you meet"),
}
"""'name2' and 'email2' are what Excel makes of a question called Name or Email, since Microsoft Forms
has columns of these names itself."""


def _known() -> dict[str, F]:
    own = {same_heading(field): field for field in F if field is not F.IGNORED}
    common = ((name, field) for field, names in _COMMON.items() for name in names)
    return own | {same_heading(way): field for name, field in common for way in _spelled(name)}


def _spelled(name: str) -> tuple[str, str]:
    """`email` is written `e-mail` as well."""
    return name, name.replace("email", "e-mail")


KNOWN = _known()
"""For a heading, as `same_heading` makes it comparable, the field that it fills."""
