"""The link in a letter: in every letter to a participant or a line manager, and no letter longer for it."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import select

from domain.enums import BOTH, Correspondent, Role
from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName
from domain.letter.link_address import tokens_in, without_tokens
from domain.letter.questions import ASKED_BY, QuestionName
from mail.mime_text import text_of_mime
from mail.page_links import CANNOT_COME, DOES
from mail.readdressing import readdressed
from mail.templates import LetterText, words_of
from storage import links, people, queries
from storage.database import Database
from storage.tables.letters import LetterRow, LinkRow
from tests.every import every
from tests.living import Life, accepted, utc
from tests.mail.stories import facts, one_of_each
from tests.pages.visiting import in_store

pytestmark = pytest.mark.store

_PAGE = "https://mentoring.university.example/to/Xk3yTq9mPz0aB1cD2eF3gH/introduction"
_LONGEST = max(DOES.values(), key=lambda does: len(does.split()))
_TO_OTHERS = (Correspondent.COORDINATOR, Correspondent.CONCERNS)
"""A letter without a page of its own, and one that never goes without its link."""
_TO_PEOPLE = [name for name in LetterName if LETTERS[name].reader not in _TO_OTHERS]


def _both(name: LetterName, role: Role) -> tuple[LetterText, LetterText]:
    """The letter without a link and with one, which does what takes the most words to say."""
    without = facts(one_of_each(role)[name])
    return words_of(name, without), words_of(name, replace(without, page=_PAGE, page_does=_LONGEST))


@every("role", BOTH)
@every("name", _TO_PEOPLE)
def test_no_letter_is_longer_for_its_link(name: LetterName, role: Role) -> None:
    without, with_link = _both(name, role)

    assert len(with_link.text.split()) <= len(without.text.split())
    assert len(_read(with_link.html).split()) <= len(_read(without.html).split())


@every("name", _TO_PEOPLE)
def test_the_address_stands_in_full_under_one_button(name: LetterName) -> None:
    _, letter = _both(name, Role.MENTOR)

    paragraphs = letter.text.split("\n\n")
    assert f"{_LONGEST}:" in paragraphs
    assert paragraphs.count(_PAGE) == 1
    assert not any(paragraph.startswith("\n") for paragraph in paragraphs)
    assert letter.html.count(f'href="{_PAGE}"') == 2
    assert f">{_PAGE}</a>" in letter.html


@every("name", [LetterName.APPLICATION_INVITATION, LetterName.APPLICATION_INVITATION_CHASER])
def test_a_letter_names_one_form_alone(name: LetterName) -> None:
    form = "https://uni.example/form"
    asked = replace(facts(one_of_each(Role.MENTOR)[name]), form=form)
    without, with_link = words_of(name, asked), words_of(name, replace(asked, page=_PAGE, page_does="Apply"))

    assert form in without.text
    assert form in without.html
    assert form not in with_link.text
    assert form not in with_link.html
    assert "please apply by" in with_link.text


def _read(html: str) -> str:
    """Without what can be chosen in the letter, which is not read but clicked."""
    told = re.sub(r'<div class="choices">.*?</div>', " ", html.partition("<body")[2], flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", told)


def test_each_choice_of_the_first_question_leads_to_the_page_with_that_choice() -> None:
    without, letter = _both(LetterName.EVALUATION, Role.MENTOR)

    assert [f'href="{_PAGE}?understanding={point}"' in letter.html for point in range(1, 6)] == [True] * 5
    assert "understanding=" not in without.html


def test_a_letter_is_written_with_a_link_that_only_it_knows(database: Database) -> None:
    life = Life()
    life.until(utc(2027, 6, 15))
    in_store(database, life)

    with database.begin() as session:
        letters = list(session.scalars(select(LetterRow)))
        kept = {row.digest: row for row in session.scalars(select(LinkRow))}
    found = {token: row for row in letters for token in tokens_in(text_of_mime(row.mime))}
    assert len(letters) == len(found) == len(kept)
    for token, letter in found.items():
        link = kept[sha256(token.encode()).hexdigest()]
        assert (link.person, link.workflow_id, link.role) == (letter.person, letter.workflow_id, letter.role)
        assert token not in str(vars(link))
        assert token not in without_tokens(text_of_mime(letter.mime))


def test_a_letter_that_names_its_readers_date_asks_only_whether_they_cannot(database: Database) -> None:
    life = accepted(Life())
    life.until(utc(2027, 6, 29))
    in_store(database, life)

    with database.begin() as session:
        reminders = session.scalars(select(LetterRow).where(LetterRow.name == LetterName.GATHERING_REMINDER))
        words = [text_of_mime(row.mime) for row in reminders]
    assert words
    assert all(CANNOT_COME in one and DOES[QuestionName.SITTING] not in one for one in words)


def test_a_letter_to_the_new_address_has_a_link_that_works_there(database: Database) -> None:
    life = Life()
    life.until(utc(2027, 6, 15))
    pairing = in_store(database, life)
    with database.begin() as session:
        old = queries.pairing(session, pairing).mentor.email
        new = people.amend(session, old, f"new.{old}", None)
        row = session.scalars(select(LetterRow).where(LetterRow.recipient == old)).first()
        assert row
        again = session.get_one(LetterRow, readdressed(session, row.id, utc(2027, 6, 16)))
        (before,), (after,) = (tokens_in(text_of_mime(letter.mime)) for letter in (row, again))
        assert before != after
        found = links.find(session, after)
        assert found
        assert (found.person, found.address) == (new.id, links.address_digest(new.email))


def test_each_question_of_a_letter_has_its_button() -> None:
    assert set(ASKED_BY.values()) <= DOES.keys()
