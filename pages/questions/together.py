"""What the two of a pair agree on, and a partner's goals: theirs to write and to read, nobody else's."""

from collections.abc import Sequence

from domain.letter.questions import QuestionName
from pages.inputs import Answer, Checkboxes, Choice, Form, Input, Radios, Text
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection
from services import goals
from services.goals import AgreementWords, GoalWords
from services.links import Reader
from storage.goals import Goal, PairAgreement

_NEW, _YES, _NO, _DELETE = "new", "yes", "no", "delete"
_OF_AGREEMENT = {
    "confidentiality": "What stays between us",
    "how_often": "How often we meet, where and how",
    "not_spoken_of": "What we do not speak of",
    "ending_well": "How we end well, also if it should be early",
}
_HALF_WAY = (
    "You might ask yourself: what has moved, and what helped it? What has been in the way? "
    "What have I seen of myself that I had not seen before?"
)
_AT_THE_END = (
    "You might ask yourself: what would I not have done without this? Whom has it changed besides me? "
    "What do I go on with, and what do I let be?"
)


def together(reader: Reader) -> bool:
    return reader.entity is not None and Asked(reader).pairing.works_together


class Agree(PageQuestion):
    name = QuestionName.AGREEMENT
    readers = PARTNERS
    section = PageSection.TOGETHER
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if together(reader) else []

    def title(self, asked: Asked) -> str:
        return f"What have {asked.partner.name} and you agreed on?"

    def says(self, asked: Asked) -> Sequence[str]:
        programme = asked.programme.agreement
        ours = (programme.confidentiality, *programme.ground_rules) if programme else ()
        return (
            *ours,
            f"Only the two of you read this. If you change it, {asked.partner.name} is asked to agree anew.",
        )

    def present(self, asked: Asked) -> str | None:
        found = _agreement(asked)
        if found is None:
            return None
        mine, theirs = (getattr(found, f"{role}_agreed_at") for role in (asked.role, asked.role.partner))
        if mine and theirs:
            return "You have both agreed to this."
        return "You have agreed to this." if mine else f"{asked.partner.name} has agreed to this."

    def filled(self, asked: Asked) -> Form:
        found = _agreement(asked)
        return {name: (getattr(found, name),) for name in _OF_AGREEMENT} if found else {}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        agreed = Choice(_YES, "I agree to this")
        return (
            *(Text(name, label, optional=True, rows=3) for name, label in _OF_AGREEMENT.items()),
            Checkboxes("agreed", "Do you agree?", choices=(agreed,), missing="Tick it if you agree to this"),
        )

    def is_told(self, asked: Asked, answer: Answer) -> bool:
        found = _agreement(asked)
        return found is not None and all(
            getattr(found, name) == said for name, said in _words(answer).items()
        )

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        words, read = AgreementWords(**_words(answer)), goals.version_of(_agreement(asked))
        await ask(goals.agree, asked.pairing.id, asked.role, words, read)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        found = _agreement(asked)
        if found and found.is_agreed:
            return Confirmation("You have both agreed", ("You can change it here at any time, together.",))
        return Confirmation("You have agreed", (f"{asked.partner.name} finds it on their page.",))


class SetGoal(PageQuestion):
    name = QuestionName.GOAL
    readers = PARTNERS
    section = PageSection.TOGETHER
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        if not together(reader) or reader.written is None:
            return []
        return [*(str(goal.number) for goal in reader.written.goals), _NEW]

    def title(self, asked: Asked) -> str:
        goal = _goal(asked)
        return f"Your goal: {goal.goal}" if goal else "Write a goal of yours"

    def says(self, asked: Asked) -> Sequence[str]:
        name = asked.partner.name
        return (
            f"The coordinator never sees your goals; {name} sees those that you share, and may give feedback "
            "on them.",
        )

    def present(self, asked: Asked) -> str | None:
        goal = _goal(asked)
        return f"{asked.partner.name} says: {goal.feedback}" if goal and goal.feedback else None

    def filled(self, asked: Asked) -> Form:
        goal = _goal(asked)
        if goal is None:
            return {}
        words = {name: getattr(goal, name) or "" for name in ("goal", "plan", "at_midway", "at_end")}
        return {name: (said,) for name, said in {**words, "shared": _YES if goal.is_shared else _NO}.items()}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_YES, f"Yes, {asked.partner.name} may read it"),
            Choice(_NO, "No, it is mine alone"),
        )
        writing: tuple[Input, ...] = (
            Text("goal", "What would you like to have come to?", missing="Say it in a sentence"),
            Text("plan", "What will you do for it, and what would help?", optional=True, rows=3),
            Radios("shared", "Do you share it?", choices=choices, missing="Choose whether you share it"),
        )
        if _goal(asked) is None:
            return writing
        delete = Choice(_YES, "Delete this goal")
        return (
            *writing,
            Text("at_midway", "Half-way: how far is it?", hint=_HALF_WAY, optional=True, rows=3),
            Text("at_end", "At the end: how far did you come?", hint=_AT_THE_END, optional=True, rows=3),
            Checkboxes(_DELETE, "Or", optional=True, choices=(delete,)),
        )

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        goal, of = _goal(asked), (asked.pairing.id, asked.role)
        if goal and answer.get(_DELETE):
            await ask(goals.delete_goal, *of, goal.number)
            return
        words = GoalWords(
            goal=answer["goal"],
            plan=answer["plan"] or "",
            is_shared=answer["shared"] == _YES,
            at_midway=answer.get("at_midway"),
            at_end=answer.get("at_end"),
        )
        await ask(goals.write_goal, *of, words, goal.number if goal else None)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer.get(_DELETE):
            return Confirmation("Your goal is deleted", ("Nothing of it is kept.",))
        return Confirmation("Your goal is kept", ("You find it on your page, also half-way and at the end.",))


def _words(answer: Answer) -> dict[str, str]:
    return {name: answer[name] or "" for name in _OF_AGREEMENT}


def _agreement(asked: Asked) -> PairAgreement | None:
    return asked.reader.written.agreement if asked.reader.written else None


def _goal(asked: Asked) -> Goal | None:
    """None for a new one."""
    written = asked.reader.written
    own = written.goals if written else []
    return next((goal for goal in own if str(goal.number) == asked.about), None)
