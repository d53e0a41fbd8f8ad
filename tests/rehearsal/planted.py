"""A programme file with every mistake in it that its own check lets pass, and a rehearsal of it by hand."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.programme.programme import Programme
from importing.programme_file import read_programme
from rehearsal.record import Decision, Record, Written
from tests.living import PROGRAMMES, bristol

_MISTAKES = {
    "closes = 2021-06-07": "closes = 2021-06-14",
    'date = 2021-06-30, hours = "09:30-11:30"': 'date = 2021-06-13, hours = "18:30-20:30"',
    "date = 2021-07-06": "date = 2021-08-30",
    "date = 2021-10-07": "date = 2021-09-02",
    "closes = 2022-01-06": "closes = 2021-09-20",
    "opens = 2022-01-10": "opens = 2021-12-27",
}


def planted(folder: Path, mistakes: dict[str, str] = _MISTAKES) -> Programme:
    """Bristol's programme, read from a file in which these lines have been changed."""
    text = (PROGRAMMES / "bristol-2021.toml").read_text("utf-8")
    for right, wrong in mistakes.items():
        assert right in text, right
        text = text.replace(right, wrong)
    file = folder / "planted.toml"
    file.write_text(text, "utf-8")
    return read_programme(file)


def letter(name: str, when: str, recipient: str = "ada@staff.example", role: str = "mentor") -> Written:
    """`when`: as 2027-06-14 09:00, UTC."""
    at = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return Written(
        name, role, recipient, f"About {name}", at, at.astimezone(ZoneInfo("Europe/London")).date()
    )


MIME = b"""\
From: Programme <tandem@x.example>
To: Ada <ada@x.example>
Subject: Hello
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"

Dear <script>alert(1)</script> {{7*7}},
--b
Content-Type: text/html; charset="utf-8"

<p>Dear &lt;script&gt;alert(1)&lt;/script&gt; {{7*7}},</p>
--b
Content-Type: text/calendar; charset="utf-8"; method="REQUEST"

BEGIN:VCALENDAR
END:VCALENDAR
--b--
"""


def record(
    written: tuple[Written, ...] = (),
    decisions: tuple[Decision, ...] = (),
    programme: Programme | None = None,
) -> Record:
    """A rehearsal in which this was written and this had to be decided."""
    return Record(
        programme=programme or bristol(),
        written=written,
        samples={one.name: MIME for one in written},
        decisions=decisions,
        applications=Counter({("completed", ""): 4, ("carried", "late"): 1}),
        pairings=Counter({("completed", ""): 1, ("ended", "no_contact"): 1}),
    )
