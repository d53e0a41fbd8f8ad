"""What is wrong with a text that is not TOML is said with its line, and with how it should look."""

import tomllib

import pytest

from importing.toml_slips import toml_slip
from tests.every import every

pytestmark = pytest.mark.unit


@every(
    ("text", "sentence"),
    [
        ("title = Reciprocal mentoring", 'line 1: a text stands in quotes: title = "Reciprocal mentoring"'),
        ("a = 1\ntitle = A title # new", 'line 2: a text stands in quotes: title = "A title"'),
        ('title = "A title\na = 1', 'line 1: a text stands in quotes at both ends: title = "A title"'),
        ('title = A title"', 'line 1: a text stands in quotes: title = "A title"'),
        ("title = “A title”", 'write straight quotes ("), not those of a text program: title = "A title"'),
        ("email = jo@x.example", 'a text stands in quotes: email = "jo@x.example"'),
        ("telephone = +44 117 900", 'a text stands in quotes: telephone = "+44 117 900"'),
        (
            "x = [{ date = 2021-06-30, hours = 09:30-11:30 }]",
            'line 1: a text stands in quotes: hours = "09:30-11:30"',
        ),
        ('grades = [\n  Grade 3,\n  "Grade 4",\n]', 'line 2: a text stands in quotes: "Grade 3"'),
        ('grades = ["Grade 3", Grade 4]', 'line 1: a text stands in quotes: "Grade 4"'),
        (
            "opens = 11/12/2026",
            "line 1: opens: '11/12/2026' is not how a date is written here; write 2026-12-11 (11 Dec 2026) "
            "or 2026-11-12 (12 Nov 2026), without quotes.",
        ),
        ("opens = 27.05.2026", "write 2026-05-27 (27 May 2026), without quotes."),
        ("x = [{ date = 27/5/2026 }]", "write 2026-05-27 (27 May 2026), without quotes."),
        ("opens = 2026-06-31", "line 1: opens: 2026-06-31 is not a day that there is."),
        ("support = True", "write true or false, in small letters: support = true"),
        ("support = no", "write true or false, in small letters: support = false"),
        ("title =", "there is nothing after =; write a value, or remove title."),
        ('title: "A title"', 'write = and not : between a key and its value: title = "A title"'),
        ("[contact\n", "line 1: a heading stands in brackets on a line of its own: [contact]"),
        ("a = 1\na = 2", "line 2: 'a = 2' is in the file twice; keep one of the two."),
        ("[a]\n[b]\n[a]", "line 3: '[a]' is in the file twice; keep one of the two."),
        ("just words", "'just words' is no setting; write KEY = VALUE, or # before a remark."),
        ('path = "C:\\Users"', 'line 1: write \\\\ where a text has \\: path = "C:\\Users"'),
        ('grades = [\n "a",\n "b"\n', "never closed: the list in or before line 2; put ] or } at its end."),
        ('about = """Words\nand words', 'the text that begins or ends in line 1; put """ at its end.'),
        ("name = 'Jo", "the text in line 1; put ' at its end."),
        ('name = "Jo "the boss" Lee"', "a text ends at the first \" in it: write name = '...'"),
    ],
)
def test_a_slip_is_said_with_its_line_and_its_mend(text: str, sentence: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as slip:
        tomllib.loads(f"{text}\n")
    assert sentence in toml_slip(text, slip.value)
