"""What invented people say in their own words."""

from collections.abc import Mapping, Sequence

SAID: Mapping[str, Sequence[str]] = {
    "changed": (
        "I ask before I assume.",
        "I applied for a role that I would have left to others.",
        "I know now whom to call when something is stuck.",
        "Two meetings a month begin with those who speak least.",
    ),
    "worked": (
        "That nobody asked what we talked about.",
        "Walking while we talked.",
        "A date in the calendar before we parted.",
        "Hearing how a decision really came about.",
    ),
    "better": (
        "More time before the first session.",
        "One more meeting of all pairs half-way.",
        "Tell line managers earlier.",
    ),
}
ACTIONS: Sequence[tuple[str, bool]] = (
    ("We publish who sits on our interview panels.", True),
    ("I asked for the minutes of our committee to be open to all grades.", True),
    ("I told my head of department what it is like to be the only one in the room.", False),
    ("Our advert no longer asks for what the role does not need.", True),
    ("I say no when I am asked to speak for everybody.", False),
    ("Every new colleague has somebody to ask in the first month.", True),
)
GOALS: Sequence[tuple[str, str]] = (
    ("Speak up in the faculty meeting.", "Prepare one point each time."),
    ("Understand how promotions are decided.", "Sit in on a panel."),
    ("Find out what new colleagues meet with.", "Ask three of them, and listen."),
)
FEEDBACK: Sequence[str] = (
    "You say it better than you think; say it first next time.",
    "Ask me before the panel, and I will tell you what they look for.",
    "You listen well. Now do something with it.",
)
"""On each of the goals."""
QUOTES: Sequence[str] = (
    "I came to teach and went home with homework.",
    "For the first time somebody asked what I would change.",
    "We disagreed, and met again.",
)
