"""The grade that somebody may have meant is the nearest by its rank, not by its letters."""

import pytest

from importing.grades import nearest_grade
from tests.every import every

pytestmark = pytest.mark.unit

CITY = tuple(f"Grade {number}" for number in range(3, 11))
NHS = ("Band 5", "Band 6", "Band 7", "Band 8a", "Band 8b", "Band 8c", "Band 8d", "Band 9")
CIVIL_SERVICE = ("AA", "AO", "EO", "HEO", "SEO", "G7", "G6")


@every(
    ("ladder", "answer", "nearest"),
    [
        (CITY, "Grade 11", "Grade 10"),
        (CITY, "Grade 1", "Grade 3"),
        (CITY, "10", "Grade 10"),
        (CITY, "Grade 71", "Grade 7"),
        (CITY, "Grade 77", "Grade 7"),
        (CITY, "grad 9", "Grade 9"),
        (CITY, "Grade l0", "Grade 10"),
        (NHS, "8A", "Band 8a"),
        (NHS, "Band 8", "Band 8a"),
        (NHS, "Band 8 B", "Band 8b"),
        (NHS, "Band 8e", "Band 8d"),
        (NHS, "Band 4", "Band 5"),
        (NHS, "Band 10", "Band 9"),
        (CIVIL_SERVICE, "H.E.O.", "HEO"),
        (CIVIL_SERVICE, "SE0", "SEO"),
        (CIVIL_SERVICE, "Grade 7", "G7"),
    ],
)
def test_the_nearest_grade(ladder: tuple[str, ...], answer: str, nearest: str) -> None:
    assert nearest_grade(answer, ladder) == nearest
