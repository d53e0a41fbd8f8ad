"""A story may be told when everybody who must has approved the version that there is."""

import pytest

from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.evaluation.story import Naming, Story, check_story
from tests.factories import utc

pytestmark = pytest.mark.unit

NOW, LATER = utc(2028, 1, 10), utc(2028, 6, 1)


def _story(words: str | None = "We met.", names_partner: bool = False) -> Story:
    bare = Story(id="c-s1", cohort="c", number=1, pairing="c-01", role=Role.MENTOR, added_at=NOW)
    return bare.changed(words, None, Naming.ROLE, names_partner)


def test_its_author_alone_approves_what_names_nobody_else() -> None:
    assert not _story().may_be_told
    assert _story().approved(Role.MENTOR, NOW).may_be_told
    with pytest.raises(Refused, match="does not name the mentee"):
        _story().approved(Role.MENTEE, NOW)


def test_whoever_is_named_approves_it_as_well() -> None:
    by_author = _story(names_partner=True).approved(Role.MENTOR, NOW)

    assert (by_author.may_be_told, by_author.state) == (False, "waits for the mentee")
    assert by_author.approved(Role.MENTEE, NOW).may_be_told


def test_another_version_is_approved_anew() -> None:
    told = _story().approved(Role.MENTOR, NOW)
    changed = told.changed("We met often.", None, None, None)

    assert (changed.version, changed.may_be_told, changed.was_published) == (2, False, True)
    assert told.changed("We met.", None, None, None) is told


def test_what_stood_somewhere_is_to_be_taken_down_and_then_its_words_go() -> None:
    withdrawn = _story().approved(Role.MENTOR, NOW).withdrawn(LATER)

    assert (withdrawn.may_be_told, withdrawn.must_be_taken_down) == (False, True)
    down = withdrawn.taken_down(LATER)
    assert (down.must_be_taken_down, down.words) == (False, None)


def test_what_was_never_told_is_gone_when_it_is_withdrawn() -> None:
    withdrawn = _story().withdrawn(LATER)

    assert (withdrawn.must_be_taken_down, withdrawn.words) == (False, None)
    with pytest.raises(Refused, match="has been withdrawn"):
        withdrawn.approved(Role.MENTOR, LATER)


def test_what_has_neither_words_nor_a_link_cannot_be_approved() -> None:
    with pytest.raises(Refused, match="neither words nor a link"):
        _story(words=None).approved(Role.MENTOR, NOW)


@pytest.mark.parametrize(("words", "link"), [("A", "https://x.example"), (None, "javascript:alert(1)")])
def test_words_and_a_link_or_a_link_of_another_kind_cannot_be_told(
    words: str | None, link: str | None
) -> None:
    with pytest.raises(BadInput):
        check_story(words, link)
