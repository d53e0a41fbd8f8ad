"""Which right each service needs."""

from collections.abc import Callable
from typing import Any

from domain.errors import Refused
from domain.rights import Right, may
from domain.suggestion import suggest
from services.context import Context
from storage import coordinators

_NEEDED = {
    Right.LOOK: {
        *("cohorts.cancelling.plan_cancellation", "cohorts.programme_change.plan_change"),
        *("applications.reading.find", "applications.reading.history", "applications.updates.to_confirm"),
        "applications.slips.last_told",
        *(
            "applications.reading.list_applications",
            "cohorts.attendance.plan_attendance",
            "cohorts.sittings.plan_adding",
            "cohorts.sittings_begun.day_attended",
            "cohorts.sittings.plan_rescheduling",
        ),
        "erasure.erasing.plan_erasure",
        *("cohorts.preview.preview_opening", "cohorts.record_template.record_template"),
        *("cohorts.recording.validate_file", "cohorts.renaming.renamed_in"),
        *("pairing_lookup.find_pairing", "letters.drafts", "letters.find_bounce", "letters.in_doubt"),
        *("letters.list_letters", "letters.read_letter", "matching.drafts.latest_draft"),
        *("matching.why.why", "pairings.history", "pairings.list_pairings", "pairings.programme_of"),
        "people.find_person",
        *("reports.glance.glance", "reports.today.today", "search.find_everywhere", "reports.zones.zones"),
        *(
            "stories.list_stories",
            "stories.show_story",
            "evaluation.notes.list_notes",
            "evaluation.mood.mood",
        ),
        "retention.show",
        *("slips.last_told", "subject_access.export.export", "subject_access.export.show"),
        *("reports.attendance.who_came", "reports.status.history", "reports.status.status"),
    },
    Right.REPORT: {
        *("reports.closing.closing_report", "reports.closing.earlier_report"),
        "reports.comparing.compare",
        *("reports.closing.made_reports", "evaluation.results.cohort_results"),
    },
    Right.OPERATE: {
        *("auditing.list_entries", "auditing.verify", "coordinators.add", "coordinators.list_all"),
        *("coordinators.remove", "letters.start_again", "reconcile.reconcile.reconcile"),
    },
}
_BY_SERVICE = {name: right for right, names in _NEEDED.items() for name in names}


def action(service: Callable[..., Any]) -> str:
    """The service's name, as rights and the audit know it: `pairings.accept`."""
    _, _, module = service.__module__.partition(".")
    return f"{module}.{service.__name__}"


def needed(service: Callable[..., Any]) -> Right:
    """What is not named here changes something."""
    return _BY_SERVICE.get(action(service), Right.COORDINATE)


def check_may(context: Context, service: Callable[..., Any]) -> None:
    """Raises Refused unless this actor may ask this service. As long as nobody is known, everybody may."""
    with context.store() as session:
        known = {each.name: each.rights for each in coordinators.coordinators(session)}
    if not known:
        return
    right = needed(service)
    if context.actor not in known:
        added = suggest("coordinator add", context.actor, "--may", right.value)
        raise Refused(f"{context.actor} is not known here. Whoever may operate adds them: {added}")
    if not may(known[context.actor], right):
        allowed = ", ".join(sorted(known[context.actor]))
        raise Refused(f"{context.actor} may {allowed}, and this needs somebody who may {right}.")
