"""What is published of the executive committee's programme holds."""

import pytest

from domain.enums import BOTH, Arrangement, GatheringKind
from tests.programmes.shipped import of_kind, programme, shown

pytestmark = pytest.mark.unit


def test_the_executive_committee_mentors_reciprocally() -> None:
    assert programme("exco-2020").arrangements == (Arrangement.RECIPROCAL,)


def test_the_executive_committee_trains_before_it_meets() -> None:
    exco = programme("exco-2020")
    (training,) = of_kind("exco-2020", GatheringKind.TRAINING)

    assert training.required
    assert training.roles == BOTH
    assert training.sittings[-1].on < exco.sessions.opens


def test_the_executive_committee_has_a_hub_and_a_toolkit_and_looks_back() -> None:
    exco = programme("exco-2020")

    hub, toolkit, films = exco.resources
    assert all((given.by, given.audience) == ("People of Colour", "members") for given in exco.resources)
    assert ("hub" in hub.title, "toolkit" in toolkit.title, "films" in films.title) == (True, True, True)
    assert exco.evaluation


def test_who_paid_for_the_executive_committees_project_is_named() -> None:
    assert programme("exco-2020").funder
    assert "Good Practice Grants" in shown("exco-2020")["Who stands behind it"]


def test_the_executive_committee_reports_on_benefits_good_practice_and_challenges() -> None:
    report = programme("exco-2020").report

    assert report
    assert len(report.sections) == 3
    for about in ("Benefits", "Good practice", "Challenges and how they were overcome"):
        assert about in report.sections
