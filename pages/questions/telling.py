"""A partner tells of a change they made at work, and what of their story may be told."""

from collections.abc import Sequence

from domain.evaluation.story import Naming, Story
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Checkboxes, Choice, Input, Radios, Text
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection, Warned
from pages.questions.together import together
from services import goals, stories
from services.links import Reader
from services.stories import StoryText
from storage.goals import Action

_NEW, _YES, _NO, _DELETE = "new", "yes", "no", "delete"
_CHOOSE = "Read it as it stands now, and choose what may become of it"


class TellChange(PageQuestion):
    name = QuestionName.CHANGE
    readers = PARTNERS
    section = PageSection.TOGETHER
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        if not together(reader) or reader.written is None:
            return []
        return [*(str(action.number) for action in reader.written.actions), _NEW]

    def title(self, asked: Asked) -> str:
        action = _action(asked)
        return f"A change you made: {action.action}" if action else "Tell of a change you made at work"

    def says(self, asked: Asked) -> Sequence[str]:
        return ("Nobody is named with it. Leave out what would tell who you or others are.",)

    def inputs(self, asked: Asked) -> Sequence[Input]:
        if _action(asked):
            delete = Choice(_YES, "Delete it")
            return (Checkboxes(_DELETE, "What would you like to do?", choices=(delete,)),)
        choices = (Choice(_YES, "Yes, the report may have it"), Choice(_NO, "No, keep it for me"))
        return (
            Text("action", "What have you changed?", rows=3, missing="Say it in a sentence"),
            Radios("shared", "May it be passed on?", choices=choices, missing="Choose whether it may be"),
        )

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        action, of = _action(asked), (asked.pairing.id, asked.role)
        if action:
            await ask(goals.delete_action, *of, action.number)
        else:
            await ask(goals.tell_action, *of, answer["action"], answer["shared"] == _YES)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer.get(_DELETE):
            return Confirmation("It is deleted", ("A report made from now on does not have it.",))
        return Confirmation("Thank you", ("It is kept on your page, where you can delete it.",))


class TellStory(PageQuestion):
    """A story of one's own, and what is to become of one that there is."""

    name = QuestionName.STORY
    readers = PARTNERS
    section = PageSection.TOGETHER
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.written is None:
            return []
        standing = [story.id for story in reader.written.stories if not story.withdrawn_at]
        return [*standing, *([_NEW] if reader.programme.stories and together(reader) else [])]

    def title(self, asked: Asked) -> str:
        story = _story(asked)
        if story is None:
            return "Tell something of your own"
        return "What you have told" if story.role is asked.role else f"What {asked.partner.name} tells"

    def says(self, asked: Asked) -> Sequence[str]:
        story = _story(asked)
        if story is None:
            return tuple(filter(None, (asked.programme.stories, "You can take it back here at any time.")))
        whose = "yours" if story.role is asked.role else f"{asked.partner.name}'s, and names you"
        stands = f"It is {whose}. It stands so: {story.state}."
        told = story.words or story.link
        return (stands, told, _named_with_it(asked, story)) if told else (stands,)

    def inputs(self, asked: Asked) -> Sequence[Input]:
        if story := _story(asked):
            choices = (
                Choice(_agreed(story), "I agree to this version"),
                Choice(_NO, "It may not be told (any more)"),
            )
            return (Radios("answer", "What may become of it?", choices=choices, missing=_CHOOSE),)
        names = asked.partner.name
        return (
            Text("words", "In your words", rows=6, longest=2000, missing="Write a sentence or two"),
            Radios("named", "How are you named with it?", choices=_namings(asked)),
            Radios("partner", f"Can {names} be recognised in it?", choices=_partner_named(names)),
        )

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        story = _story(asked)
        if story is None or answer["answer"] != _NO:
            return None
        says = ("Nobody may use it any more.", "Where it stands already, we take it down.")
        return Warned("Take it back", says, "Take it back")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        story = _story(asked)
        if story is None:
            partner = answer["partner"] == _YES
            text = StoryText(words=answer["words"], named=Naming(answer["named"]), names_partner=partner)
            await ask(stories.tell_own_story, asked.pairing.id, asked.role, text)
        elif answer["answer"] == _NO:
            await ask(stories.withdraw_story, story.id)
        else:
            await ask(stories.approve_story, story.id, asked.role, story.version)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer.get("answer") == _NO:
            return Confirmation("It is taken back", ("It is told nowhere from now on.",))
        back = "You can take it back on your page at any time."
        if answer.get("partner") == _YES:
            return Confirmation("Thank you", (f"It is not told before {asked.partner.name} agrees.", back))
        return Confirmation("Thank you", (back,))


def _namings(asked: Asked) -> tuple[Choice, ...]:
    label = asked.programme.role(asked.role).label
    return (
        Choice(Naming.NAME, "By name"),
        Choice(Naming.ROLE, f"As {label}, without a name"),
        Choice(Naming.ANONYMOUS, "Not at all"),
    )


def _agreed(story: Story) -> str:
    """The answer of somebody who agrees to what they read: of another version it is none."""
    return f"{_YES}-{story.version}"


def _named_with_it(asked: Asked, story: Story) -> str:
    author = "You are" if story.role is asked.role else f"{asked.partner.name} is"
    match story.named:
        case Naming.NAME:
            return f"{author} named with it."
        case Naming.ROLE:
            return f"{author} not named with it, but called {asked.programme.role(story.role).label}."
    return f"{author} not named with it."


def _partner_named(name: str) -> tuple[Choice, ...]:
    return Choice(_YES, f"Yes; {name} is asked, too"), Choice(_NO, "No")


def _action(asked: Asked) -> Action | None:
    own = asked.reader.written.actions if asked.reader.written else []
    return next((action for action in own if str(action.number) == asked.about), None)


def _story(asked: Asked) -> Story | None:
    """None for a new one."""
    known = asked.reader.written.stories if asked.reader.written else []
    return next((story for story in known if story.id == asked.about), None)
