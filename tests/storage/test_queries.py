import pytest

from domain.entity.entity import EntityKind
from domain.enums import CohortStage, Concern, Correspondent, Role, Stage
from domain.errors import NotFound
from domain.letter.states import LetterState
from mail.claiming import Claimed, Claims
from storage import cohorts, ledger, queries
from storage.database import Database
from storage.tables.entities import CohortRow
from storage.tables.letters import LetterRow
from tests.living import Life, accepted, lived, utc
from tests.mail.application_stories import demanding, living
from tests.mail.office import ApplicationDesk, Office, introduced
from tests.world import pair, written_down

pytestmark = pytest.mark.store


def _worried() -> Life:
    """A pair that was introduced and chased in vain."""
    entity = Life()
    entity.until(utc(2027, 7, 6))
    return entity


def _cohort_of(pairing: str) -> str:
    return pairing.rpartition("-")[0]


def _stand(database: Database, pairing: str, entity: Life) -> None:
    """Have this pairing stand as this life does, without its letters."""
    with database.begin() as session:
        for entry in entity.entries:
            ledger.record(session, entry.replace(id=pairing))


@pytest.fixture
def pairings(database: Database) -> list[str]:
    """Three pairings of one cohort: one new, one accepted, one on the coordinator's list."""
    ids = written_down(database, pairs=3)
    for pairing, entity in zip(ids, (Life(), lived(accepted), _worried()), strict=True):
        _stand(database, pairing, entity)
    return ids


@pytest.fixture
def introduced_pair(database: Database) -> str:
    """A pairing with a letter to each partner."""
    return Office(database, introduced()).pairing


def test_a_cohort_that_is_not_there_is_told_with_those_that_are(database: Database) -> None:
    keys = [_cohort_of(written_down(database)[0]) for _ in range(2)]

    with database.begin() as session, pytest.raises(NotFound) as told:
        queries.cohort(session, "sprnig")

    assert str(told.value) == f"There is no cohort 'sprnig'. There are, open: {', '.join(keys)}."


def test_a_cohort_that_has_ended_is_not_called_open_and_the_nearest_is_named(database: Database) -> None:
    (open_, ended) = (_cohort_of(written_down(database)[0]) for _ in range(2))
    with database.begin() as session:
        session.get_one(CohortRow, ended).stage = CohortStage.ENDED

    with database.begin() as session, pytest.raises(NotFound) as told:
        queries.cohort(session, f"{open_[:-1]}x")

    meant, there_are = str(told.value).split("There are, ")
    assert open_ in meant
    assert there_are == f"open: {open_}; ended: {ended}."


def test_a_cohort_that_is_not_there_is_told_where_there_is_none(database: Database) -> None:
    with database.begin() as session, pytest.raises(NotFound, match="nor any other yet"):
        queries.cohort(session, "spring")


def test_cohorts_come_in_the_order_in_which_they_were_opened(database: Database) -> None:
    keys = [_cohort_of(written_down(database)[0]) for _ in range(3)]

    with database.begin() as session:
        assert [cohort.key for cohort in queries.cohorts(session)] == keys


def test_a_pairing_that_is_not_there_is_told_with_the_way_to_find_it(database: Database) -> None:
    sentence = "There is no pairing 'spring-99'; list them with: ⟦pairing list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        queries.pairing(session, "spring-99")


def test_pairings_come_by_cohort_and_number(database: Database) -> None:
    ids = written_down(database, pairs=11) + written_down(database, pairs=2)

    with database.begin() as session:
        found = [view.id for view in queries.pairings(session)]

    assert found == sorted(ids, key=lambda p: (_cohort_of(p), int(p.rpartition("-")[2])))


def test_pairings_of_one_cohort(database: Database, pairings: list[str]) -> None:
    written_down(database)

    with database.begin() as session:
        found = queries.pairings(session, cohort=_cohort_of(pairings[0]))

    assert [view.id for view in found] == pairings


def test_pairings_of_one_stage(database: Database, pairings: list[str]) -> None:
    with database.begin() as session:
        found = queries.pairings(session, stage=Stage.INDUCTION)

    assert [view.id for view in found] == [pairings[1]]


def test_pairings_that_need_attention(database: Database, pairings: list[str]) -> None:
    with database.begin() as session:
        found = queries.pairings(session, attention=True)

    assert [(view.id, view.concerns) for view in found] == [(pairings[2], (Concern.NOT_ACCEPTED,))]


def test_a_pairing_knows_how_many_entries_have_been_recorded(database: Database, pairings: list[str]) -> None:
    (unborn,) = written_down(database)

    with database.begin() as session:
        revisions = [queries.pairing(session, pairing).revision for pairing in (unborn, *pairings)]

    assert revisions == [
        0,
        *(len(entity.entries) for entity in (Life(), lived(accepted), _worried())),
    ]


def test_filters_hold_together(database: Database, pairings: list[str]) -> None:
    with database.begin() as session:
        assert queries.pairings(session, stage=Stage.INDUCTION, attention=True) == []


def test_a_pairing_in_which_nothing_happened_has_no_outcomes(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        assert queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing)) == []


def test_letters_come_in_the_order_in_which_they_were_written(database: Database) -> None:
    office = Office(database, _worried())

    with database.begin() as session:
        found = queries.letters(session, workflow_id=EntityKind.PAIRING.workflow_id(office.pairing))

    names = ["introduction", "introduction_chaser", "introduction_chaser"]
    assert [letter.name for letter in found] == [name for name in names for _ in Role]
    assert [letter.written_at for letter in found] == sorted(letter.written_at for letter in found)


def test_letters_of_one_state(database: Database, introduced_pair: str) -> None:
    with database.begin() as session:
        first = queries.letters(session, workflow_id=EntityKind.PAIRING.workflow_id(introduced_pair))[0]
        assert queries.letters(session, state=LetterState.CLAIMED) == []
    Claims(database).claim(first.id, utc(2027, 6, 15))

    with database.begin() as session:
        assert [x.id for x in queries.letters(session, state=LetterState.CLAIMED)] == [first.id]


def test_letters_of_one_cohort(database: Database, introduced_pair: str) -> None:
    other = Office(database, introduced()).pairing

    with database.begin() as session:
        found = queries.letters(session, cohort=_cohort_of(other))

    assert [letter.workflow_id for letter in found] == [EntityKind.PAIRING.workflow_id(other)] * 2


def test_a_letter_is_found_by_the_beginning_of_its_id(database: Database, introduced_pair: str) -> None:
    with database.begin() as session:
        letter = queries.letters(session)[0]

        found, mime = queries.letter(session, letter.id[:8])

    assert found == letter
    assert mime.startswith(b"From: ")


def test_a_beginning_that_several_letters_share_is_refused(database: Database, introduced_pair: str) -> None:
    with database.begin() as session:
        for n, view in enumerate(queries.letters(session)):
            session.get_one(LetterRow, view.id).id = f"feedface{n}"

    with database.begin() as session:
        assert queries.letter(session, "feedface1")[0].id == "feedface1"
        with pytest.raises(NotFound, match=r"^More than one letter's id begins with 'feedface'; "):
            queries.letter(session, "feedface")


@pytest.mark.parametrize("beginning", ["zzz", "%", "_"])
def test_a_letter_that_is_not_there_is_told(database: Database, introduced_pair: str, beginning: str) -> None:
    sentence = f"No letter's id begins with '{beginning}'; list them with: ⟦mail list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        queries.letter(session, beginning)


def test_no_beginning_finds_no_letter(database: Database, introduced_pair: str) -> None:
    with database.begin() as session, pytest.raises(NotFound):
        queries.letter(session, "")


def test_letters_are_counted_by_state(database: Database) -> None:
    office, steps = Office(database, introduced()), Claims(database)
    claimed = steps.claim(office.letter(), utc(2027, 6, 15))
    assert isinstance(claimed, Claimed)
    steps.refused(claimed, "550")

    with database.begin() as session:
        counts = queries.letter_counts(session, _cohort_of(office.pairing))

    assert counts == {"failed": 1, "pending": 1}


def test_letters_are_counted_by_what_they_are_about(database: Database) -> None:
    first, second = written_down(database, pairs=2)
    offices = [Office(database, introduced(), first), Office(database, introduced(27), second)]

    with database.begin() as session:
        counts = queries.letters_per_life(session, _cohort_of(first))

    assert counts == {office.name: count for office, count in zip(offices, (2, 4), strict=True)}


def test_a_cohort_without_letters_counts_none(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        assert queries.letter_counts(session, _cohort_of(pairing)) == {}
        assert queries.letters_per_life(session, _cohort_of(pairing)) == {}


def test_the_letters_of_a_cohort_are_those_of_all_its_lives(database: Database) -> None:
    programme = demanding("bristol")
    desk = ApplicationDesk(database, living(programme, Role.MENTOR, utc(2027, 5, 10)), programme)
    key = _cohort_of(desk.key)
    with database.begin() as session:
        cohort = queries.cohort(session, key)
        (pairing,) = cohorts.add_pairs(session, cohort, [pair(1, key)], utc(2027, 6, 1))
    office = Office(database, introduced(), pairing)
    Office(database, introduced())

    with database.begin() as session:
        assert {x.workflow_id for x in queries.letters(session, cohort=key)} == {desk.name, office.name}
        assert queries.letters_per_life(session, key) == {desk.name: 2, office.name: 2}
        assert queries.letter_counts(session, key) == {"pending": 4}


def test_a_letter_that_is_no_partners_is_read_with_whom_it_is_to(database: Database) -> None:
    programme = demanding("bristol")
    desk = ApplicationDesk(database, living(programme, Role.MENTOR, utc(2027, 5, 10)), programme)

    with database.begin() as session:
        roles = {x.name: x.role for x in queries.letters(session, workflow_id=desk.name)}

    assert roles["manager_request"] is Correspondent.MANAGER
    assert roles["application_received"] is Correspondent.APPLICANT
