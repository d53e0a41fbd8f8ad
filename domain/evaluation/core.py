"""The questions that every programme asks unless its file says otherwise, in our own words.

Twelve that are counted at the end, of which eight were asked before; a few at the mid-point; and four half
a year on. Most are of the benefits that programmes of this kind hope for, the others of the relationship.
"""

from domain.enums import Role, Wave
from domain.evaluation.item import Item, ItemKind

BURDEN, BURDEN_ALL_RIGHT, CONTACT = "burden", "burden-all-right", "contact"
MOSTLY_I, EQUAL, MOSTLY_PARTNER = "mostly-i", "about-equal", "mostly-my-partner"
YES, MIXED, NO = "yes", "mixed", "no"
QUOTABLE = "quotable"

_AROUND = (Wave.BEFORE, Wave.END)
_ON_THE_WAY = (Wave.MIDWAY, Wave.END)
_YES_OR_NO = {YES: "Yes", NO: "No"}

_OF_BOTH = (
    Item(
        key="understanding",
        text="I understand what it is like to work here for somebody in my partner's position.",
        waves=_AROUND,
    ),
    Item(key="challenge", text="When I think that something here is wrong, I can say so.", waves=_AROUND),
    Item(key="decisions", text="I know how decisions are made here, and by whom.", waves=_AROUND),
    Item(key="belonging", text="I feel that I belong here.", waves=_AROUND),
)
_OF_MENTORS = tuple(
    Item(key=key, text=text, waves=_AROUND, roles=(Role.MENTOR,))
    for key, text in (
        ("career", "I know what my next step at work is, and how to take it."),
        ("network", "There are senior people here whom I could ask for advice."),
        ("voice", "What I have lived through is heard by those who decide."),
    )
)
_OF_MENTEES = tuple(
    Item(key=key, text=text, waves=_AROUND, roles=(Role.MENTEE,))
    for key, text in (
        ("barriers", "I know what stands in the way of colleagues whose background is not mine."),
        ("impact", "I know what my own decisions and words do to colleagues like my partner."),
        ("action", "I change how I work because of what colleagues like my partner have told me."),
    )
)
_INPUT = Item(
    key="input",
    text="What I wanted in a partner was taken into account.",
    waves=(Wave.BEFORE, Wave.MIDWAY),
)
_RELATIONSHIP = (
    Item(key="trust", text="My partner and I can speak openly with each other.", waves=_ON_THE_WAY),
    Item(key="mutual", text="Both of us have learned from each other.", waves=(Wave.END,)),
    Item(
        key=BURDEN,
        text="Over the last months, who did most of the work of explaining?",
        kind=ItemKind.CHOICE,
        options={MOSTLY_I: "Mostly I", EQUAL: "About equal", MOSTLY_PARTNER: "Mostly my partner"},
        waves=_ON_THE_WAY,
    ),
    Item(
        key=BURDEN_ALL_RIGHT,
        text="Was that all right for you?",
        kind=ItemKind.CHOICE,
        options={YES: "Yes", MIXED: "Mixed", NO: "No"},
        waves=_ON_THE_WAY,
    ),
)
_CONTACT = Item(
    key=CONTACT,
    text="If the explaining falls to you and that is not all right: may the coordinator get in touch?",
    kind=ItemKind.CHOICE,
    options=_YES_OR_NO,
    waves=_ON_THE_WAY,
    roles=(Role.MENTOR,),
)
_RECOMMEND = Item(
    key="recommend",
    text="I would recommend the programme to a colleague.",
    waves=(Wave.END, Wave.LATER),
)
_THEN = tuple(
    Item(key=f"then-{key}", text=text, waves=(Wave.END,), then_of=key)
    for key, text in (
        (
            "understanding",
            "At the start I would have said that I understand what work here is like for them.",
        ),
        ("decisions", "At the start I would have said that I know how decisions are made here."),
    )
)
_OPEN = (
    Item(key="changed", text="What has changed for you?", kind=ItemKind.TEXT, waves=(Wave.END,)),
    Item(key="worked", text="What worked well?", kind=ItemKind.TEXT, waves=(Wave.END,)),
    Item(
        key="better",
        text="What should the next cohort find better?",
        kind=ItemKind.TEXT,
        waves=(Wave.END,),
    ),
    Item(
        key=QUOTABLE,
        text="May what you have written here be quoted without your name?",
        kind=ItemKind.CHOICE,
        options=_YES_OR_NO,
        waves=(Wave.END,),
    ),
)
_LATER = (
    Item(
        key="in-touch",
        text="Are you and your partner still in touch?",
        kind=ItemKind.CHOICE,
        options=_YES_OR_NO,
        waves=(Wave.LATER,),
    ),
    Item(key="lasting", text="Something has changed for good because of the programme.", waves=(Wave.LATER,)),
    Item(
        key="progression",
        text="Has your work changed since?",
        kind=ItemKind.CHOICE,
        options={
            "new-role": "I have a new role",
            "more-responsibility": "I have more responsibility",
            "neither": "Neither",
            "left": "I work somewhere else",
        },
        waves=(Wave.LATER,),
    ),
)
CORE = (
    *(*_OF_BOTH, *_OF_MENTORS, *_OF_MENTEES, _INPUT, *_RELATIONSHIP, _CONTACT, _RECOMMEND),
    *(*_THEN, *_OPEN, *_LATER),
)
