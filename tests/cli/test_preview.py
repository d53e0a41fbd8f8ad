"""`tandem mail preview`: every letter can be read before it is sent."""

from pathlib import Path

import pytest

from domain.letter.letter import LetterName
from mail.samples import sample
from mail.templates import words_of
from tests.cli.conftest import Tandem
from tests.every import every
from tests.mail.application_stories import FIVE, programme

pytestmark = pytest.mark.server

_BRISTOL = Path(__file__).parent.parent.parent / "programmes" / "bristol-2021.toml"


@every("key", FIVE)
def test_every_letter_has_a_sample_in_every_programme(key: str) -> None:
    for name in LetterName:
        _, to = sample(name, programme(key))
        words = words_of(name, to.facts)

        assert "None" not in words.subject + words.text, name
        assert programme(key).contact.email in words.text
        assert to.email.endswith(".example")


async def test_a_letter_is_read_with_the_dates_of_the_programme(tandem: Tandem) -> None:
    done = await tandem("mail", "preview", "introduction", "--programme", "south-west-2022")

    assert done.code == 0, done.err
    assert "To: Tom Thwaite" in done.out
    assert "by Thursday 19 January 2023" in " ".join(done.out.split())


async def test_a_letter_is_read_by_either_partner_and_with_the_dates_to_come(tandem: Tandem) -> None:
    wanted = ("--programme", "south-west-2022", "--starting", "2027-06-10", "--role", "mentor")

    done = await tandem("mail", "preview", "introduction", *wanted)

    assert "To: Ann Adeyemi" in done.out
    assert "Your partner is Tom Thwaite" in done.out
    assert "January 2028" in done.out


async def test_without_a_name_the_letters_are_listed(tandem: Tandem) -> None:
    done = await tandem("mail", "preview")

    assert all(name in done.out for name in LetterName)


async def test_a_letter_that_does_not_exist_is_refused_with_the_nearest(tandem: Tandem) -> None:
    done = await tandem("mail", "preview", "introductions")

    assert (done.code, done.err) == (1, "There is no letter 'introductions'. Did you mean introduction?\n")


async def test_a_programmes_own_words_are_read(tandem: Tandem, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(_BRISTOL.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "ours-letters" / "nudge").mkdir(parents=True)
    (tmp_path / "ours-letters" / "nudge" / "paragraph.txt").write_text("Rooms are in {{ organisation }}.")

    done = await tandem("mail", "preview", "nudge", "--programme", str(file))
    checked = await tandem("programme", "check", str(file))

    assert "Rooms are in University of Bristol." in done.out
    assert "1 letter with words of its own" in checked.out


async def test_a_mistake_in_its_own_words_is_named_by_check(tandem: Tandem, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(_BRISTOL.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "ours-letters" / "nudge").mkdir(parents=True)
    (tmp_path / "ours-letters" / "nudge" / "body.txt").write_text("{{ nmae }}")

    done = await tandem("programme", "check", str(file))

    assert done.code == 1
    assert "nudge/body.txt: this letter has no fact for {{ nmae }}" in done.err
