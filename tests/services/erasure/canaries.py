"""People with a string of their own in every field that a person can be in."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.enums import Arrangement, Role
from domain.letter.states import LetterState
from domain.people import Pair, PersonDetails
from storage import arrivals, cohorts, queries, stories
from storage.database import Database
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import PairingRow
from storage.tables.evaluation import ActionRow, AgreementRow, AnswerRow, AuthorRow, ContactWishRow, GoalRow
from storage.tables.letters import BounceRow, LetterRow
from storage.tables.matching import DraftRow, MatchMarkRow
from storage.tables.reports import CohortNoteRow, RecommendationRow
from tests.living import bristol

CANARY = "zqxcanary"
"""In everything that is of whoever is erased, and in nothing else."""
NAME, EMAIL = f"{CANARY.title()} O'Nür", f"{CANARY}@uni.example"
FORMER_NAME, FORMER_EMAIL = f"{CANARY.title()} Former", f"{CANARY}.former@uni.example"
NOW = datetime.now(UTC)


def canary(role: Role, name: str = NAME, email: str = EMAIL) -> ApplicationForm:
    return ApplicationForm(
        name=name,
        email=email,
        role=role,
        grade=f"{CANARY} grade",
        department=f"{CANARY} department",
        site=f"{CANARY} site",
        profession=f"{CANARY} profession",
        manager_email=f"{CANARY}.manager@uni.example",
        goals=(f"{CANARY} goal",),
        offers=(f"{CANARY} offer",),
        availability=(f"{CANARY} hour",),
        background=(f"{CANARY} background",),
        conflicts=(f"{CANARY}.foe@uni.example",),
        wishes=(f"{CANARY}.friend@uni.example",),
    )


def somebody(name: str, role: Role) -> ApplicationForm:
    """Somebody else, who names the canary wherever a form can."""
    return ApplicationForm(
        name=name.title(),
        email=f"{name}@uni.example",
        role=role,
        manager_email=EMAIL,
        conflicts=(EMAIL, "someone.else@uni.example"),
        wishes=(NAME, EMAIL, "Kim Other"),
        goals=("a goal",),
    )


def open_in(database: Database, key: str) -> None:
    with database.begin() as session:
        cohorts.open_cohort(session, key, bristol(), NOW, is_demo=False)


def applied(database: Database, cohort: str, form: ApplicationForm) -> str:
    """The id of this application, in the store alone."""
    with database.begin() as session:
        return arrivals.upsert(session, cohort, form, NOW)[1]


def paired(database: Database, cohort: str, partner: str = "tom") -> str:
    """The id of a pairing of the canary, as mentor, with this partner, in the store alone."""
    details = (PersonDetails(name=NAME, email=EMAIL), _details(partner))
    made = Pair(mentor=details[0], mentee=details[1], arrangement=Arrangement.RECIPROCAL)
    with database.begin() as session:
        (pairing,) = cohorts.add_pairs(session, queries.cohort(session, cohort), [made], NOW)
    return pairing


def _details(name: str) -> PersonDetails:
    return PersonDetails(name=name.title(), email=f"{name}@uni.example")


def in_all_corners(
    database: Database, cohort: str, mentor: str, mentee: str, pairing: str, bounced: str
) -> None:
    """The canary, whose application is `mentor`, in a draft, a mark, a story and a mail server's report."""
    words = [{"wish": "goals", "words": [f"{CANARY} goal"]}]
    pair = {"mentor": mentor, "mentee": mentee, "arrangement": "reciprocal", "score": 1.0, "met": words}
    draft = {"pairs": [pair], "unplaced": [], "placed": 2, "score": 1.0}
    with database.begin() as session:
        session.add(DraftRow(cohort=cohort, number=1, draft=draft, made_at=NOW))
        session.add(MatchMarkRow(mentor=mentor, mentee=mentee, kind="pin", made_at=NOW))
        _in_what_is_written(session, cohort, pairing)
        session.add(BounceRow(email=bounced, bounced_at=NOW, status="5.1.1", diagnostic=f"{CANARY}: unknown"))


def _in_what_is_written(session: Session, cohort: str, pairing: str) -> None:
    """The canary in what they wrote, their name in what their partner and the coordinator wrote."""
    row = session.get_one(PairingRow, pairing)
    for pseudonym, person, role in (("a" * 32, row.mentor, "mentor"), ("b" * 32, row.mentee, "mentee")):
        session.add(AuthorRow(pseudonym=pseudonym, person=person, cohort=cohort, role=role))
    session.flush()
    for pseudonym, answer in (("a" * 32, f"{CANARY} says"), ("b" * 32, f"{NAME} was kind")):
        session.add(AnswerRow(pseudonym=pseudonym, wave="end", item="changed", answer=answer))
    session.add(ContactWishRow(pairing=pairing, role="mentor", asked_at=NOW))
    agreed = dict.fromkeys(("confidentiality", "how_often", "not_spoken_of"), f"{CANARY} agrees")
    session.add(AgreementRow(pairing=pairing, ending_well="With a walk.", **agreed))
    by_role = (
        ("mentor", f"{CANARY} goal", f"Well done, {NAME}"),
        ("mentee", f"Ask {NAME}", f"{CANARY} agrees"),
    )
    for role, words, feedback in by_role:
        told = {"pairing": pairing, "role": role, "number": 1}
        looked_at = {"at_midway": words, "at_end": words, "feedback": feedback}
        session.add(GoalRow(**told, goal=words, plan=words, is_shared=True, written_at=NOW, **looked_at))
        session.add(ActionRow(**told, action=words, is_shareable=True, told_at=NOW))
    session.add(_concern(cohort, row.mentor))
    session.add(CohortNoteRow(cohort=cohort, number=1, note=f"After what {NAME} said.", noted_at=NOW))
    session.add(RecommendationRow(cohort=cohort, number=1, recommendation=f"Do what {NAME} said."))
    for role in Role:
        told_ = stories.add(session, pairing, role, NOW).changed(f"{NAME} and Tom", None, None, True)
        stories.save(session, told_.approved(role, NOW).approved(role.partner, NOW))


def in_what_another_pair_writes(session: Session, cohort: str) -> None:
    two = (_details(name) for name in ("una", "ravi"))
    made = Pair(**dict(zip(("mentor", "mentee"), two, strict=True)), arrangement=Arrangement.RECIPROCAL)
    (other,) = cohorts.add_pairs(session, queries.cohort(session, cohort), [made], NOW)
    words = dict.fromkeys(("confidentiality", "how_often", "not_spoken_of", "ending_well"), f"As {NAME} does")
    session.add(AgreementRow(pairing=other, **words))
    goal = GoalRow(
        pairing=other, role="mentor", number=1, goal="Ask", plan="", is_shared=True, written_at=NOW
    )
    goal.feedback = f"As {NAME} does"
    session.add(goal)


def _concern(cohort: str, person: str) -> RaisedConcernRow:
    said = {"what": f"{CANARY} says", "reached_by": f"{CANARY} phone", "note": f"{CANARY} noted"}
    told = {"told_name": "Dignity", "told_email": "dignity@uni.example", "get_in_touch": "yes"}
    of = {"id": "c" * 32, "cohort": cohort, "person": person}
    return RaisedConcernRow(**of, **said, **told, may_be_named=True, raised_at=NOW)


def written(session: Session, number: int, workflow_id: str, to: str, text: str, **more: object) -> None:
    """A letter that has been sent, unless more is said."""
    facts = {"cohort": "first", "person": None, "role": "coordinator", "name": "digest", **more}
    session.add(
        LetterRow(
            id=f"{number:032}",
            key=str(number),
            workflow_id=workflow_id,
            recipient=to,
            subject=text,
            message_id=str(number),
            mime=f"To: {to}\n\n{text}".encode(),
            is_farewell=False,
            hold_if_unsure=False,
            unwanted=False,
            asked_for=False,
            attempts=0,
            unsure=0,
            **{"state": LetterState.SENT, "written_at": NOW, **facts},
        )
    )
