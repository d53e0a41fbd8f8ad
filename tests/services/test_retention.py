"""What is kept about people goes in its time, class by class, and nothing that is still needed."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.audit import AuditResult
from domain.enums import ApplicationStage, Correspondent, Role, Stage
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.letter.states import OVER, LetterState
from domain.raised_concern import letters_about
from domain.retention import RETENTION_WORDS, RetentionClass, RetentionPlan
from mail import moderation
from mail.readdressing import readdressed
from services import auditing, retention
from services.erasure.personal_files import PersonalFiles
from services.retention import AppliedRetention
from storage import applications, arrivals, audit, links, people, queries
from storage.applications import candidates
from storage.audit import AuditFilter
from storage.database import Database
from storage.erasing import erasures
from storage.people import get_or_create_actor
from storage.retention.classes import CLASSES, KEPT
from storage.tables.audit import ActorRow, AuditRow
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.every import Base
from storage.tables.letters import BounceRow, LetterRow, LinkRow
from storage.tables.matching import DraftRow, MatchMarkRow
from storage.tables.people import PastPairRow, PersonRow
from tests.services.asking import storing
from tests.services.erasure.canaries import CANARY, EMAIL, applied, canary, open_in, somebody, written
from tests.services.retained import end, lived, outside

pytestmark = pytest.mark.store

ENDED = datetime(2027, 1, 31, 17, tzinfo=UTC)
DAY = timedelta(days=1)
_PLAN = RetentionPlan()

Apply = Callable[[datetime], AppliedRetention]


@pytest.fixture
def apply(database: Database, tmp_path: Path) -> Apply:
    return lambda now: retention.apply(storing(database, now), outside(tmp_path))


def after(what: RetentionClass) -> datetime:
    return ENDED + _PLAN.kept_for(what)


def _everything(database: Database) -> str:
    with database.engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return str([row for table in tables for row in connection.execute(table.select())]).lower()


def test_every_table_has_a_class_or_says_why_not() -> None:
    classes = {table for each in CLASSES.values() for table in each.tables}

    assert classes | KEPT.keys() == Base.metadata.tables.keys()
    assert not classes & KEPT.keys()
    assert CLASSES.keys() == RETENTION_WORDS.keys() == set(RetentionClass)


def test_every_class_has_a_clock_of_its_own_in_the_programme_file() -> None:
    assert list(RetentionPlan.model_fields) == [each.value for each in RetentionClass]


_OF_ENDED_COHORT = set(RetentionClass) - {
    RetentionClass.BOUNCES,
    RetentionClass.CONCERNS,
    RetentionClass.REPEAT_PAIRS,
    RetentionClass.AUDIT,
}


def test_each_goes_on_its_day_and_not_a_second_before(database: Database, apply: Apply) -> None:
    lived(database, ENDED)

    days = sorted({after(what) for what in _OF_ENDED_COHORT})
    tried = [moment for day in days for moment in (day - timedelta(seconds=1), day, day)]
    went = [(what, moment) for moment in tried for what in apply(moment).removed]

    who_had_no_partner = (RetentionClass.NAMES, after(RetentionClass.UNSUCCESSFUL_APPLICATIONS))
    expected = [who_had_no_partner, *((what, after(what)) for what in _OF_ENDED_COHORT)]
    assert sorted(went) == sorted(expected)


def test_what_is_shown_as_due_is_what_goes(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    now = after(RetentionClass.UNSUCCESSFUL_APPLICATIONS)

    shown = {line.what: line for line in retention.show(storing(database, now))}

    assert {what: line.due for what, line in shown.items() if line.due} == apply(now).removed
    assert shown[RetentionClass.LETTERS].due == 3
    partners = shown[RetentionClass.PARTNERS_APPLICATIONS]
    assert (partners.due, partners.later) == (0, 2)
    assert partners.next_at == after(RetentionClass.PARTNERS_APPLICATIONS)


def test_backgrounds_go_first_and_alone(database: Database, apply: Apply) -> None:
    lived(database, ENDED)

    apply(after(RetentionClass.BACKGROUNDS))

    with database.begin() as session:
        form = applications.application(session, "first-a01").application
        assert (form.background, form.goals) == ((), (f"{CANARY} goal",))
    assert "background'" not in _everything(database).replace("'background': []", "")


def test_a_letter_says_no_more_what_stood_in_it_and_can_not_be_sent_again(
    database: Database, apply: Apply
) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        people.amend(session, EMAIL, "new@uni.example", None)

    apply(after(RetentionClass.LETTERS))

    with database.begin() as session:
        rows = list(session.scalars(select(LetterRow).order_by(LetterRow.id)))
        assert {(row.mime, row.subject, row.reply) for row in rows} == {(b"", "(kept no more)", None)}
        assert [row.recipient for row in rows] == [EMAIL, "tom@uni.example", "boss@uni.example"]
        gone = "is older than letters are kept: what stood in it is gone"
        with pytest.raises(Refused, match=gone):
            moderation.resend(session, rows[0].id)
        with pytest.raises(Refused, match=gone):
            readdressed(session, rows[0].id, ENDED)


def test_a_letter_that_has_not_gone_is_not_touched(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        for number, state in enumerate((one for one in LetterState if one not in OVER), 10):
            written(session, number, "pairing-first-01", "tom@uni.example", "soon", state=state)
        session.execute(update(LetterRow).values(written_at=ENDED))

    apply(after(RetentionClass.LETTERS))

    with database.begin() as session:
        kept = set(session.scalars(select(LetterRow.state).where(LetterRow.mime != b"")))
        assert kept == {state.value for state in LetterState if state not in OVER}


def test_a_link_that_was_made_long_after_the_end_lives_as_long_from_then(
    database: Database, apply: Apply
) -> None:
    """Half a year on it is asked what has become of the pair."""
    pairing, asked = lived(database, ENDED), ENDED + 182 * DAY
    with database.begin() as session:
        told = {"role": Role.MENTOR, "purpose": "questions", "email": EMAIL, "now": asked}
        whose = session.get_one(PairingRow, pairing).mentor
        token = links.make(session, person=whose, workflow_id=f"pairing-{pairing}", **told)  # type: ignore[arg-type]

    kept = _PLAN.kept_for(RetentionClass.LINKS)
    went = [
        RetentionClass.LINKS in apply(at).removed for at in (asked + DAY, asked + kept - DAY, asked + kept)
    ]

    assert went == [False, False, True]
    with database.begin() as session:
        assert links.find(session, token) is None


def test_of_whoever_never_sends_the_form_neither_link_nor_address_stays(
    database: Database, apply: Apply
) -> None:
    lived(database, ENDED + 900 * DAY)
    asked, email = ENDED, "stranger@uni.example"
    form = links.form_id("first", Role.MENTOR)
    told = {"person": None, "role": Correspondent.APPLICANT, "purpose": "application_form"}
    with database.begin() as session:
        links.make(session, workflow_id=form, email=email, now=asked, **told)  # type: ignore[arg-type]
        times = {"written_at": asked, "sent_at": asked}
        written(session, 9, form, email, "The form", name=LetterName.APPLICATION_FORM, **times)
    assert links.address_digest(email) in _everything(database)

    apply(asked + 89 * DAY)
    assert email in _everything(database)
    apply(asked + 90 * DAY)

    assert email not in _everything(database)
    assert links.address_digest(email) not in _everything(database)


def test_drafts_say_no_more_whose_words_they_were(database: Database, apply: Apply) -> None:
    lived(database, ENDED)

    apply(after(RetentionClass.DRAFTS))

    with database.begin() as session:
        (draft,) = session.scalars(select(DraftRow.draft))
        assert [pair["met"] for pair in draft["pairs"]] == [[{"wish": "goals", "words": []}]]
        assert session.scalar(select(MatchMarkRow.kind)) is None


def test_who_had_no_partner_is_forgotten_sooner_and_still_counted(database: Database, apply: Apply) -> None:
    lived(database, ENDED)

    apply(after(RetentionClass.UNSUCCESSFUL_APPLICATIONS))

    with database.begin() as session:
        views = {view.id: view for view in applications.applications(session, "first")}
        assert views["first-a03"].application.name == "Erased person"
        assert not views["first-a03"].application.goals
        assert views["first-a01"].application.goals
        assert applications.counted_by_stage(session, "first") == {"completed": 3}


def test_a_finished_pair_becomes_a_record_without_names(database: Database, apply: Apply) -> None:
    pairing = lived(database, ENDED)

    done = apply(after(RetentionClass.NAMES))

    assert done.removed[RetentionClass.NAMES] == 3
    with database.begin() as session:
        view = queries.pairing(session, pairing)
        assert (view.stage, view.mentor.name, view.mentee.name) == (
            Stage.COMPLETED,
            "Erased person",
            "Erased person",
        )
    left = _everything(database)
    assert not [word for word in (CANARY, "tom", "zoe", "boss@uni.example") if word in left]


def test_nothing_of_an_open_life_is_touched(database: Database, apply: Apply) -> None:
    pairing = lived(database, ENDED)
    with database.begin() as session:
        session.get_one(PairingRow, pairing).waits_for = "the time to ask what became of it"
        session.get_one(ApplicationRow, "first-a03").waits_for = "the next cohort"

    done = apply(after(RetentionClass.NAMES))

    assert RetentionClass.NAMES not in done.removed
    with database.begin() as session:
        assert session.get_one(ApplicationRow, "first-a03").answers["goals"]


def test_nothing_but_old_letters_goes_while_the_cohort_runs(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        session.get_one(CohortRow, "first").stage = "running"

    assert apply(after(RetentionClass.NAMES)).removed.keys() == {RetentionClass.LETTERS}


def test_whoever_takes_part_again_keeps_their_name(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    open_in(database, "second")
    applied(database, "second", canary(Role.MENTEE))

    apply(after(RetentionClass.NAMES))

    with database.begin() as session:
        names = set(session.scalars(select(PersonRow.email).where(PersonRow.email.not_like("%@erased%"))))
        assert names == {EMAIL}


def test_answers_stay_for_whoever_is_offered_a_place_in_the_next_cohort(
    database: Database, apply: Apply
) -> None:
    lived(database, ENDED)
    open_in(database, "second")
    with database.begin() as session:
        session.get_one(CohortRow, "second").follows = "first"
        form = somebody("zoe", Role.MENTOR)
        arrivals.upsert(
            session, "second", form.replace(email="zoe@uni.example"), ENDED, ApplicationStage.OFFERED
        )

    apply(after(RetentionClass.UNSUCCESSFUL_APPLICATIONS))

    with database.begin() as session:
        assert session.get_one(ApplicationRow, "first-a03").answers["goals"]


def test_each_cohort_goes_by_its_own_clocks(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    open_in(database, "second")
    applied(database, "second", somebody("ann", Role.MENTOR).replace(background=("a background",)))
    with database.begin() as session:
        row = session.get_one(CohortRow, "second")
        row.programme = {**row.programme, "retention": {"backgrounds": 1}}
    end(database, "second", ENDED)

    done = apply(ENDED + DAY)

    assert done.removed == {RetentionClass.BACKGROUNDS: 1}
    assert [cohort.key for cohort in done.cohorts] == ["second"]
    line = retention.show(storing(database))[0]
    assert [each.days for each in line.kept] == [1, 30]


def test_bounces_of_those_who_take_part_stay(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        session.add(BounceRow(email="boss@uni.example", bounced_at=ENDED))
        session.execute(update(BounceRow).values(bounced_at=ENDED))

    apply(after(RetentionClass.BOUNCES))

    with database.begin() as session:
        assert list(session.scalars(select(BounceRow.email))) == [EMAIL]


def test_two_of_whom_nothing_is_left_are_not_paired_again_unnoticed(
    database: Database, tmp_path: Path, apply: Apply
) -> None:
    lived(database, ENDED)
    apply(after(RetentionClass.NAMES))
    open_in(database, "second")
    mentor = applied(database, "second", canary(Role.MENTOR))
    mentee = applied(database, "second", somebody("tom", Role.MENTEE))
    other = applied(database, "second", somebody("kim", Role.MENTEE))

    with database.begin() as session:
        session.execute(update(ApplicationRow).values(stage=ApplicationStage.IN_ORDER))

    def earlier() -> dict[str, frozenset[str]]:
        with database.begin() as session:
            found = candidates(session, "second", outside(tmp_path).pair_digest)
            return {one.id: one.earlier for one in found}

    assert earlier() == {mentor: {mentee}, mentee: {mentor}, other: frozenset()}
    expired = after(RetentionClass.NAMES) + _PLAN.kept_for(RetentionClass.REPEAT_PAIRS)
    assert apply(expired).removed[RetentionClass.REPEAT_PAIRS] == 1
    assert earlier() == {mentor: frozenset(), mentee: frozenset(), other: frozenset()}


def test_without_a_key_no_name_goes_and_it_is_said(database: Database, tmp_path: Path) -> None:
    lived(database, ENDED)

    done = retention.apply(
        storing(database, after(RetentionClass.NAMES)), PersonalFiles(None, tmp_path / "letters")
    )

    assert (done.waits_for_key, RetentionClass.NAMES in done.removed) == (3, False)
    with database.begin() as session:
        assert session.scalar(select(PastPairRow.digest)) is None
        assert session.scalar(select(PersonRow.id).where(PersonRow.email == EMAIL))


def test_who_has_asked_to_be_erased_is_left_to_that(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == EMAIL)).one()
        erasures.ask(session, person, ENDED)

    assert apply(after(RetentionClass.NAMES)).removed[RetentionClass.NAMES] == 2


def test_old_entries_of_the_audit_go_and_the_chain_is_still_whole(database: Database, apply: Apply) -> None:
    with database.begin() as session:
        for name, day in (("kate", 0), ("tom", 1), ("kate", 2)):
            actor = get_or_create_actor(session, name)
            audit.append(session, ENDED + day * DAY, actor, "search", AuditResult.DONE, ["person-1"])

    apply(ENDED + _PLAN.kept_for(RetentionClass.AUDIT) + DAY)

    context = storing(database)
    assert [entry.number for entry, _ in auditing.list_entries(context, AuditFilter(), 9)] == [3]
    assert auditing.verify(context).broken_at is None
    with database.begin() as session:
        assert list(session.scalars(select(ActorRow.name))) == ["kate"]
        session.get_one(AuditRow, 3).action = "another"
    assert auditing.verify(context).broken_at == 3


def test_the_last_entry_may_go_too_and_the_chain_goes_on(database: Database, apply: Apply) -> None:
    with database.begin() as session:
        actor = get_or_create_actor(session, "kate")
        audit.append(session, ENDED, actor, "search", AuditResult.DONE, [])
    apply(after(RetentionClass.AUDIT))

    with database.begin() as session:
        audit.append(session, ENDED, get_or_create_actor(session, "kate"), "search", AuditResult.DONE, [])

    assert auditing.verify(storing(database)).broken_at is None


def test_old_letters_go_from_the_mail_catchers_folder(
    database: Database, tmp_path: Path, apply: Apply
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, at in (("old", ENDED), ("new", ENDED + DAY)):
        file = folder / f"{name}.eml"
        file.write_text("a letter")
        os.utime(file, (at.timestamp(), at.timestamp()))

    assert apply(after(RetentionClass.LETTERS)).files == 1
    assert [file.name for file in folder.iterdir()] == ["new.eml"]


def test_nothing_of_what_went_is_left_in_the_bytes_of_the_store(tmp_path: Path) -> None:
    files = tmp_path / "home"
    store = Database(f"sqlite:///{files / 'tandem.db'}")
    store.upgrade()
    lived(store, ENDED)

    done = retention.apply(storing(store, after(RetentionClass.NAMES)), outside(tmp_path))

    assert done.is_compact
    store.close()
    bytes_left = b"".join(file.read_bytes().lower() for file in files.glob("*.db*"))
    assert CANARY.encode() not in bytes_left


def test_what_went_is_written_down_by_ids(database: Database, apply: Apply) -> None:
    lived(database, ENDED)

    done = apply(after(RetentionClass.NAMES))

    subjects = set(auditing.subjects_in(done))
    assert "cohort-first" in subjects
    assert sum(one.startswith("person-") for one in subjects) == 3


def test_no_name_goes_before_a_letter_that_says_it_has_gone(database: Database, apply: Apply) -> None:
    lived(database, ENDED)
    with database.begin() as session:
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == EMAIL)).one()
        written(session, 9, "pairing-first-01", EMAIL, "soon", person=person, state=LetterState.PENDING)

    assert apply(after(RetentionClass.NAMES)).removed[RetentionClass.NAMES] == 1  # zoe's


def test_a_concern_goes_after_it_was_closed_or_else_after_the_cohort_and_is_never_counted(
    database: Database, apply: Apply
) -> None:
    lived(database, ENDED)
    closed, kept = ENDED - 100 * DAY, _PLAN.kept_for(RetentionClass.CONCERNS)
    with database.begin() as session:
        row = session.scalars(select(RaisedConcernRow)).one()
        row.raised_at = closed - DAY
        told = {"cohort": row.cohort, "told_name": "Dignity", "told_email": "dignity@uni.example"}
        words = {"what": "closed", "raised_at": closed, "may_be_named": False}
        session.add(RaisedConcernRow(id="closed", closed_at=closed, **told, **words))
        of = {"role": Correspondent.CONCERNS, "purpose": "concern_raised", "address": "f" * 64}
        session.add(LinkRow(digest="9" * 64, workflow_id=letters_about("closed"), made_at=closed, **of))

    assert _left(database, apply, closed + kept - DAY) == {"c" * 32, "closed"}
    assert _left(database, apply, closed + kept) == {"c" * 32}
    assert _left(database, apply, ENDED + kept - DAY) == {"c" * 32}
    assert _left(database, apply, ENDED + kept) == set()
    with database.begin() as session:
        assert session.get(LinkRow, "9" * 64) is None


def _left(database: Database, apply: Apply, now: datetime) -> set[str]:
    """The concerns that are left then; nobody was told how many have gone."""
    shown = {line.what: line for line in retention.show(storing(database, now))}
    assert (shown[RetentionClass.CONCERNS].due, shown[RetentionClass.CONCERNS].later) == (0, 0)
    assert RetentionClass.CONCERNS not in apply(now).removed
    with database.begin() as session:
        return set(session.scalars(select(RaisedConcernRow.id)))
