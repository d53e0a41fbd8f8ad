"""What is seen of a real worker: its logs, its metrics, its traces and its sign of life."""

import re
from collections import Counter

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from domain.enums import Stage
from tests.docs.pages import DOCS, named, sections, table, text_of
from tests.every import every
from tests.ops.metrics.asked import QUESTIONS, names
from tests.ops.metrics.watched import Watched

pytestmark = pytest.mark.slow

OPERATIONS = [named(page) for page in sorted((DOCS / "operations").glob("*.md"))]
_DATABASES = {"temporal_visibility", "tandem_owner", "tandem_reader"}
"""What is named as metrics are, and is none."""


def _logged(watched: Watched, event: str) -> list[dict[str, object]]:
    return [line for line in watched.lines() if line["event"] == event]


async def test_every_line_that_a_worker_writes_is_one_json_object(watched: Watched) -> None:
    lines = watched.lines()

    assert Counter(line["event"] for line in lines)["working"] == 2
    assert {"version", "pid", "level", "timestamp"} <= set.intersection(*map(set, lines))


async def test_a_stage_is_logged_with_the_workflow_its_cohort_and_its_stage(watched: Watched) -> None:
    lines = [
        line
        for line in _logged(watched, "stage_changed")
        if line["workflow_id"] == f"pairing-{watched.entity}"
    ]

    assert [line["stage"] for line in lines][:3] == [Stage.APPLICATION, Stage.INDUCTION, Stage.TRAINING]
    assert lines[-1]["stage"] == Stage.COMPLETED
    assert {line["cohort"] for line in lines} == {watched.entity.rpartition("-")[0]}
    assert all(line["run_id"] for line in lines)


async def test_what_needs_attention_is_logged(watched: Watched) -> None:
    assert any(line["concerns"] for line in _logged(watched, "needs_attention"))


async def test_a_worker_that_replays_logs_nothing_again(watched: Watched) -> None:
    lines = [
        line
        for line in _logged(watched, "stage_changed")
        if line["workflow_id"] == f"pairing-{watched.pairing}"
    ]

    assert [line["stage"] for line in lines] == [Stage.APPLICATION, Stage.INDUCTION]
    assert len({line["pid"] for line in lines}) == 2


async def test_a_delivery_is_logged_with_its_activity_and_its_letter(watched: Watched) -> None:
    lines = _logged(watched, "letter")

    assert lines
    assert {(line["activity_type"], line["state"]) for line in lines} == {("deliver", "sent")}
    assert all(line["activity_id"] == f"letter:{line['letter']}" for line in lines)
    assert watched.entity.rpartition("-")[0] in {line["cohort"] for line in lines}


async def test_a_failing_activity_is_logged_with_its_place_and_without_local_variables(
    watched: Watched,
) -> None:
    (line,) = [line for line in watched.lines() if line.get("activity_type") == "match"]

    assert (line["attempt"], line["cohort"]) == (1, "no-such-cohort")
    (trace,) = line["exception"]
    assert trace["exc_type"] == "NotFound"
    assert trace["frames"][-1]["name"] == "cohort"
    assert all("locals" not in frame for frame in trace["frames"])


async def test_a_record_that_fails_is_logged_with_its_workflow_its_cohort_and_the_stage(
    watched: Watched,
) -> None:
    lines = [line for line in watched.lines() if line.get("activity_type") == "record"]

    failed = {(line["workflow_id"], line["cohort"], line["stage"]) for line in lines}
    reset = watched.reset
    assert failed == {
        ("pairing-no-such-cohort-01", "no-such-cohort", Stage.APPLICATION),
        (f"pairing-{reset}", reset.rpartition("-")[0], Stage.APPLICATION),
    }


async def test_neither_logs_nor_metrics_nor_traces_name_anybody(watched: Watched) -> None:
    assert watched.collector.spans()
    for seen in (watched.log.read_text("utf-8"), watched.scrape, str(watched.collector.requests)):
        assert "canary" not in seen.lower()
        assert ".example" not in seen


async def test_the_sdk_and_tandem_are_measured_at_one_endpoint(watched: Watched) -> None:
    assert 'tandem_pairings{namespace="default",stage="completed"} 5\n' in watched.scrape
    assert 'tandem_pairings{namespace="default",stage="ended"} 0\n' in watched.scrape
    assert 'temporal_num_pollers{namespace="default",poller_type="workflow_task"' in watched.scrape


async def test_a_worker_looks_where_the_store_and_the_server_differ(watched: Watched) -> None:
    (at,) = re.findall(r"^tandem_looked_at_seconds\{.*\} (\S+)$", watched.scrape, re.MULTILINE)

    assert float(at) > 0


async def test_one_trace_leads_from_a_command_to_what_it_causes(watched: Watched) -> None:
    (trace,) = watched.collector.traces_with("StartWorkflowUpdate:accept", "RunActivity:deliver")

    assert _names_above(trace, "RunActivity:record") == [
        "StartActivity:record",
        "HandleUpdate:accept",
        "StartWorkflowUpdate:accept",
        "command",
    ]
    assert _names_above(trace, "RunActivity:deliver")[:2] == ["StartActivity:deliver", "RunActivity:record"]


def _names_above(trace: list[Span], name: str) -> list[str]:
    """What this span is within, the innermost first."""
    by_id = {span.span_id: span for span in trace}
    span = next(span for span in trace if span.name == name)
    above = []
    while span.parent_span_id:
        span = by_id[span.parent_span_id]
        above.append(span.name)
    return above


async def test_no_span_is_sent_twice(watched: Watched) -> None:
    assert set(Counter(span.span_id for span in watched.collector.spans()).values()) == {1}


async def test_a_worker_at_work_gives_a_sign_of_life_and_one_that_has_stopped_does_not(
    watched: Watched,
) -> None:
    assert watched.alive == [True, False]
    assert watched.health.returncode == 0
    assert watched.health.stdout.startswith("The worker's last sign of life was ")


@QUESTIONS
async def test_what_is_asked_for_is_shown_by_a_real_worker(
    watched: Watched, where: str, question: str
) -> None:
    assert names(question)
    assert names(question) <= watched.labels().keys(), where


@QUESTIONS
async def test_labels_that_are_asked_for_are_there(watched: Watched, where: str, question: str) -> None:
    asked = set(re.findall(r'(\w+)(?:=~|!~|=|!=)"', question))
    for group in re.findall(r"by \(([^)]*)\)", question):
        asked |= {label.strip() for label in group.split(",")}
    labels = watched.labels()

    assert asked <= set().union(*(labels[name] for name in names(question))), where


@every("page", OPERATIONS)
async def test_a_metric_that_a_page_names_is_shown_by_a_real_worker(watched: Watched, page: str) -> None:
    told = set(re.findall(r"\b(?:tandem|temporal)_\w+", text_of(page))) - _DATABASES

    assert told <= watched.metrics().keys() | watched.labels().keys()


async def test_the_page_tells_of_every_metric_of_ours_and_its_labels(watched: Watched) -> None:
    told = table(sections(text_of("docs/operations/watching.md"))["Metrics"])
    labels = watched.labels()
    ours = {name: kind for name, kind in watched.metrics().items() if name.startswith("tandem_")}

    assert {name: cells[1] for name, cells in told.items()} == ours
    assert {name: {"namespace", *re.findall(r"`(\w+)`", cells[2])} for name, cells in told.items()} == {
        name: labels[name] for name in told
    }
