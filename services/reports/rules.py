"""Whether the pairs keep the rules of the programme, in a sentence."""

from services.reports.breakdowns import KNOWN, NO, PAIRS, PARTNERS, RULE, YES
from services.reports.closing import ClosingReport
from services.reports.wording import shown


def rules_kept(report: ClosingReport) -> str:
    found = {
        f"{thing} {way.removeprefix(RULE)}": parts[YES]
        for thing, table in (("pairs", PAIRS), ("participants", PARTNERS))
        for way, parts in report.tables[table].ways.items()
        if way.startswith(RULE)
    }
    known = report.tables[PAIRS].ways[KNOWN]
    if known[YES] == 0 and known[NO] != 0:  # matched by hand, from no applications
        return "Whether the rules of the matching are kept cannot be told: too little is known of the pairs."
    too_little = known[NO]
    unknown = f" Pairs of which too little is known: {shown(too_little)}." if too_little != 0 else ""
    if report.stage.is_open and all(number is None for number in found.values()):
        return "Whether all rules of the matching are kept is told when the cohort is over."
    breaches = "; ".join(f"{what}: {shown(number)}" for what, number in found.items() if number != 0)
    kept = f"are not kept by {breaches}" if breaches else "are all kept"
    return f"The rules of the matching {kept}.{unknown}"
