"""Sets of questions that a programme may add by their names, in our own words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.enums import Role, Wave
from domain.evaluation.item import Item

_AROUND = (Wave.BEFORE, Wave.END)


class Pack(StrEnum):
    CONFIDENCE = "confidence"
    """Seven confidences, of which each can be had at work."""
    COMPETENCIES = "competencies"
    """What a mentoring partner should be able to do, one question for each of six competencies."""
    PREPARATION = "preparation"
    """At the mid-point, what the beginning was worth."""


def _items(
    waves: Sequence[Wave], texts: Mapping[str, str], roles: Sequence[Role] = tuple(Role)
) -> tuple[Item, ...]:
    return tuple(
        Item(key=key, text=text, waves=tuple(waves), roles=tuple(roles)) for key, text in texts.items()
    )


PACKS: Mapping[Pack, tuple[Item, ...]] = {
    Pack.CONFIDENCE: _items(
        _AROUND,
        {
            "sure-of-voice": "I am sure of myself when I speak in a meeting.",
            "sure-of-topic": "I am sure of myself when I speak about race or background.",
            "sure-of-asking": "I am sure of myself when I ask somebody senior for something.",
            "sure-of-objecting": "I am sure of myself when I object to somebody senior.",
            "sure-of-applying": "I am sure of myself when I apply for a bigger role.",
            "sure-of-listening": "I am sure that I can hear something hard without defending myself.",
            "sure-of-acting": "I am sure that I can act when I see something unfair.",
        },
    ),
    Pack.COMPETENCIES: _items(
        _AROUND,
        {
            "can-listen": "I can listen so that others say what they think.",
            "can-agree": "I can agree with a partner what we expect of each other.",
            "can-see": "I can tell how well a partner has understood me.",
            "can-let-go": "I can leave it to a partner to find their own way.",
            "can-differ": "I can take into account that a partner's background is not mine.",
            "can-bring-on": "I can help a partner to come forward at work.",
        },
    ),
    Pack.PREPARATION: _items(
        (Wave.MIDWAY,),
        {
            "prepared": "The sessions at the start have prepared me for what we do now.",
            "expected": "I knew what was expected of me.",
        },
    ),
}
