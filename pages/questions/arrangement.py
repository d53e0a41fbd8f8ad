"""One partner proposes that the pair goes on in another arrangement, and the other agrees, or not."""

from collections.abc import Sequence

from domain.enums import Arrangement, Stage
from domain.letter.questions import QuestionName
from domain.pairing.pairing import ProposedArrangement
from domain.wording import capitalised
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection
from services import pairings
from services.links import Reader

_NAMES = {
    Arrangement.REVERSE: "The roles stay as they are",
    Arrangement.RECIPROCAL: "We take turns, and each is both",
    Arrangement.COMBINED: "Now the one, now the other",
}


class ChooseArrangement(PageQuestion):
    name = QuestionName.ARRANGEMENT
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None or len(reader.programme.arrangements) == 1:
            return []
        pairing = Asked(reader).pairing
        return [None] if pairing.is_open and pairing.stage is not Stage.APPLICATION else []

    def title(self, asked: Asked) -> str:
        if _theirs(asked):
            return f"Would you like to go on as {asked.partner.name} proposes?"
        return f"How would you like to go on with {asked.partner.name}?"

    def entry(self, asked: Asked) -> str:
        return self.title(asked) if _theirs(asked) else "Propose another arrangement to your partner"

    def stands_under(self, asked: Asked) -> PageSection:
        return PageSection.NOW if _theirs(asked) else PageSection.CHANGES

    def says(self, asked: Asked) -> Sequence[str]:
        if proposed := _theirs(asked):
            return (f"{asked.partner.name} proposes: {_said(proposed.arrangement)}.", _NOTHING_CHANGES)
        return (f"{asked.partner.name} is asked, and has to agree.", _NOTHING_CHANGES)

    def present(self, asked: Asked) -> str | None:
        so_far = f"So far: {_said(asked.pairing.arrangement)}."
        if proposed := _mine(asked):
            return f"{so_far} You have proposed: {_said(proposed.arrangement)}."
        return so_far

    def stands(self, asked: Asked) -> Form:
        if proposed := _theirs(asked):
            return {"proposed-to-them": (proposed.arrangement,)}
        proposed = _mine(asked)
        return {"arrangement": (proposed.arrangement if proposed else asked.pairing.arrangement,)}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        meanings = {one.arrangement: one.text for one in asked.programme.meanings}
        choices = tuple(
            Choice(one.value, _choice(one, asked), hint=capitalised(meanings[one]))
            for one in asked.programme.arrangements
        )
        return (Radios("arrangement", self.title(asked), choices=choices, missing="Choose one of these"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        chosen = Arrangement(answer["arrangement"])
        await ask(pairings.propose_arrangement, asked.pairing.id, asked.role, chosen)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if _mine(asked):
            says = (f"A letter asks {asked.partner.name}. Until they agree nothing changes.",)
            return Confirmation("You have made a proposal", says)
        how = f"You go on like this: {_said(asked.pairing.arrangement)}"
        return Confirmation(how, ("If that is new, both of you get a letter that says so.",))


_NOTHING_CHANGES = "Your dates and your sessions stay as they are."


def _theirs(asked: Asked) -> ProposedArrangement | None:
    """What the other one has proposed."""
    proposed = asked.pairing.arrangement_proposed
    return proposed if proposed and proposed.role is not asked.role else None


def _mine(asked: Asked) -> ProposedArrangement | None:
    proposed = asked.pairing.arrangement_proposed
    return proposed if proposed and proposed.role is asked.role else None


def _choice(arrangement: Arrangement, asked: Asked) -> str:
    proposed = _theirs(asked)
    if proposed and proposed.arrangement is arrangement:
        return f"Yes: {_said(arrangement)}"
    if proposed and asked.pairing.arrangement is arrangement:
        return f"No, as so far: {_said(arrangement)}"
    return _NAMES[arrangement]


def _said(arrangement: Arrangement) -> str:
    name = _NAMES[arrangement]
    return name[0].lower() + name[1:]
