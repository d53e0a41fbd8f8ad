"""The closing report of a cohort: its numbers, and headings for what people write. It names nobody."""

from collections import Counter
from pathlib import Path
from typing import Any

from cli.cohorts.figures import Figures, figures_of
from cli.cohorts.report_text import Endings, markdown
from cli.cohorts.show import standing_json
from cli.doors import store
from cli.output import print_json, say
from domain.errors import BadInput
from domain.programme.programme import Programme
from storage import applications, queries


def make_report(key: str, json: bool, out: Path | None) -> None:
    """Print it, or write it down. Raises NotFound, or BadInput if the file is there already: somebody may
    have written in it."""
    with store() as session:
        cohort, pairings = queries.cohort(session, key), queries.pairings(session, cohort=key)
        figures = figures_of(session, cohort, pairings, applications.applications(session, key))
    endings = Counter((p.stage, p.reason) for p in pairings)
    arrangements = Counter(p.arrangement.value for p in pairings)
    if out is not None:
        _write(out, markdown(figures, endings, arrangements))
    if json:
        print_json(_as_json(figures, endings, arrangements))
    elif out is not None:
        say(f"The report of {key} is in {out}.")
    else:
        say(markdown(figures, endings, arrangements).rstrip())


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(
            f"{out} is there already, and somebody may have written in it; name another."
        ) from None


def _as_json(figures: Figures, endings: Endings, arrangements: Counter[str]) -> dict[str, Any]:
    programme = figures.cohort.programme
    numbers = figures.as_json()
    questions = programme.evaluation.questions if programme.evaluation else ()
    return {
        "cohort": standing_json(figures.cohort),
        "programme": _programme(programme),
        "pairs": {
            "total": sum(endings.values()),
            "arrangements": dict(arrangements),
            "endings": [
                {"stage": stage.value, "reason": reason and reason.value, "pairs": pairs}
                for (stage, reason), pairs in endings.items()
            ],
        },
        **numbers,
        "evaluation": {**numbers["evaluation"], "questions": questions},
        "report": programme.report.model_dump(mode="json") if programme.report else None,
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return programme.model_dump(
        mode="json", include={"summary", "arrangements", "objectives", "competencies"}
    )
