"""The classes of data, each with what is due of it and how it goes; and which tables are emptied by which."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.retention import RetentionClass
from storage.retention import applications, concerns, drafts, evaluation, letters, links, names, records
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means


class RetainedClass(NamedTuple):
    due: Callable[[Session, Clocks], Iterable[RunningClock]]
    """Everything of it whose clock runs, by now or later."""
    remove: Callable[[Session, Sequence[str], Means], Iterable[str]]
    """These, by the ids by which they were due; those that went."""
    tables: tuple[str, ...]
    """Which tables it empties, whole or in part."""
    one_by_one: bool = False
    """Whether each goes in a transaction of its own."""
    is_counted: bool = True
    """Whether anybody is told how many there are."""


CLASSES: Mapping[RetentionClass, RetainedClass] = {
    RetentionClass.BACKGROUNDS: RetainedClass(
        applications.backgrounds, applications.remove_backgrounds, ("applications",)
    ),
    RetentionClass.LETTERS: RetainedClass(letters.letters, letters.remove_letters, ("letters",)),
    RetentionClass.LINKS: RetainedClass(links.links, links.remove_links, ("links",)),
    RetentionClass.DRAFTS: RetainedClass(drafts.drafts, drafts.remove_drafts, ("drafts", "match_marks")),
    RetentionClass.UNSUCCESSFUL_APPLICATIONS: RetainedClass(
        applications.unsuccessful, applications.remove_answers, ("applications",)
    ),
    RetentionClass.GOALS: RetainedClass(
        evaluation.for_themselves, evaluation.remove_for_themselves, ("agreements", "goals", "contact_wishes")
    ),
    RetentionClass.PARTNERS_APPLICATIONS: RetainedClass(
        applications.partners, applications.remove_answers, ("applications",)
    ),
    RetentionClass.ACTIONS: RetainedClass(evaluation.actions, evaluation.remove_actions, ("actions",)),
    RetentionClass.CONCERNS: RetainedClass(
        concerns.concerns, concerns.remove_concerns, ("raised_concerns", "links"), is_counted=False
    ),
    RetentionClass.BOUNCES: RetainedClass(letters.bounces, letters.remove_bounces, ("bounces",)),
    RetentionClass.EVALUATION_ANSWERS: RetainedClass(
        evaluation.answers, evaluation.remove_answers, ("answers", "authors")
    ),
    RetentionClass.NAMES: RetainedClass(
        names.names,
        names.remove_names,
        ("people", "letters", "stories", "bounces", "mail_outages", "raised_concerns"),
        one_by_one=True,
    ),
    RetentionClass.REPEAT_PAIRS: RetainedClass(records.pairs, records.remove_pairs, ("past_pairs",)),
    RetentionClass.AUDIT: RetainedClass(records.entries, records.remove_entries, ("audit", "actors")),
}

KEPT: Mapping[str, str] = {
    "audit_end": "Where the chain of the audit begins and ends: two numbers and two digests.",
    "cohort_notes": "What a coordinator wrote of a correction; names of whoever is erased are taken out.",
    "cohorts": "The programme and its calendar; nobody but its contact is named.",
    "coordinators": "Who may give commands, until somebody removes them.",
    "entries": "Digests of what was recorded, by ids.",
    "erasures": "Who was erased, by ids: as long as a backup could bring them back.",
    "looks": "Counts of differences, made anew with each look.",
    "messages": "What is still to be told to the server, by ids; gone once it has been.",
    "outcomes": "What happened to whom and when, by ids: the pseudonymous record.",
    "pairings": "That there was a pairing, by ids: the pseudonymous record.",
    "recommendations": "What those who ran a cohort recommend, as a report says it.",
    "reports": "Rounded numbers, as they were passed on.",
    "store": "The id of the store.",
}
"""The tables out of which nothing goes by itself, each with the reason."""
