"""What a known coordinator may do."""

import pytest

from domain.rights import Right, may

pytestmark = pytest.mark.unit


def test_to_coordinate_includes_to_look_and_to_report_and_nothing_else_includes_another() -> None:
    allowed = {right: {needed for needed in Right if may([right], needed)} for right in Right}

    assert allowed == {
        Right.COORDINATE: {Right.COORDINATE, Right.LOOK, Right.REPORT},
        Right.LOOK: {Right.LOOK},
        Right.REPORT: {Right.REPORT},
        Right.OPERATE: {Right.OPERATE},
    }
