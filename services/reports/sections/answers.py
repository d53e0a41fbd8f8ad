"""How answers are drawn, told in a sentence and set in a table, for whichever section shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.disclosure.ratios import percentage
from domain.evaluation.item import AGREEMENT
from domain.evaluation.numbers import PublishedNumber
from domain.evaluation.published import AGREE, DISAGREE, NEITHER, NOT_AGREE, PublishedItem, agreeing
from domain.wording import listed
from services.pictures.kinds import SharesPicture, SharesRow, Tone
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph
from services.reports.wording import shown

_AGREEMENT = {
    NOT_AGREE: Tone.REST,
    AGREEMENT["1"]: Tone.LOWEST,
    DISAGREE: Tone.LOWEST,
    AGREEMENT["2"]: Tone.LOW,
    AGREEMENT["3"]: Tone.MIDDLE,
    NEITHER: Tone.MIDDLE,
    AGREE: Tone.HIGHEST,
    AGREEMENT["5"]: Tone.HIGHEST,
}
"""`Disagree` and `Agree` are options of five points, too: `_tones` puts these right."""
_OF_AGREEMENT = "agreement"
_CHOICE = {1: Tone.HIGHEST, 2: Tone.HIGH, 3: Tone.MIDDLE, 4: Tone.LOWEST}


def answers(report: ClosingReport, title: str, items: Sequence[PublishedItem]) -> Iterator[Block]:
    """A picture of what can be told, one for each scale; a sentence about what cannot."""
    alike = _by_scale([item for item in items if item.scale.options])
    for scale, told in alike.items():
        named = title if scale == _OF_AGREEMENT or len(alike) == 1 else f"{title}: {told[0].text}"
        picture = SharesPicture(_tones(told), tuple(_row(report, item) for item in told))
        yield Illustration(named, picture, _says(report, told), table(report, named, told))
    yield from not_told(item.text for item in items if not item.scale.options)


def not_told(questions: Iterable[str]) -> Iterator[Block]:
    if quoted := dict.fromkeys(f"\u201c{question}\u201d" for question in questions):
        yield Paragraph(f"Of {listed(quoted)} nothing can be told without telling of a few.", True)


def _by_scale(items: Sequence[PublishedItem]) -> Mapping[str, Sequence[PublishedItem]]:
    """Those of agreement together; what has options of its own by itself."""
    alike = dict[str, list[PublishedItem]]()
    for item in items:
        agreement = set(item.scale.options) <= set(_AGREEMENT)
        alike.setdefault(_OF_AGREEMENT if agreement else item.key, []).append(item)
    return alike


def _row(report: ClosingReport, item: PublishedItem) -> SharesRow:
    aside = f"n about {shown(item.scale.answered)}; would rather not say: {shown(item.preferred_not)}"
    return SharesRow(label(report, item), item.scale.options, item.scale.answered, aside)


def _tones(items: Sequence[PublishedItem]) -> Mapping[str, Tone]:
    """Every option that one of them has, in the order of the scale."""
    found = list(dict.fromkeys(option for item in items for option in item.scale.options))
    if not set(found) <= set(_AGREEMENT):
        tones = {option: _of_choice(items, option, place) for place, option in enumerate(found, 1)}
        return dict(sorted(tones.items(), key=lambda one: one[1] is Tone.REST))
    tones = {option: tone for option, tone in _AGREEMENT.items() if option in found}
    if AGREEMENT["5"] in found:
        tones |= {AGREE: Tone.HIGH} if AGREE in found else {}
        tones |= {DISAGREE: Tone.LOW} if DISAGREE in found else {}
    return tones


def _of_choice(items: Sequence[PublishedItem], option: str, place: int) -> Tone:
    of = next(item for item in items if option in item.scale.options)
    last = list(of.scale.options)[-1]
    if option == last and place > 1:
        return Tone.LOWEST if " or " not in option else Tone.REST
    return _CHOICE.get(place, Tone.LOW)


def table(report: ClosingReport, title: str, items: Sequence[PublishedItem]) -> DataTable:
    options = tuple(_tones(items))
    rows = tuple(
        (
            label(report, item),
            *(shown(item.scale.options[one]) if one in item.scale.options else "\u2013" for one in options),
            shown(item.preferred_not),
            shown(item.scale.answered),
        )
        for item in items
    )
    return DataTable(title, ("question", *options, "rather not say", "n, about"), rows)


def label(report: ClosingReport, item: PublishedItem | PublishedNumber) -> str:
    """The question, and of whom it is told where it is not of both."""
    return item.text if item.role is None else f"{item.text} ({_role(report, item)})"


def _role(report: ClosingReport, item: PublishedItem | PublishedNumber) -> str:
    return report.programme.role(item.role).label if item.role else "both together"


def _says(report: ClosingReport, items: Sequence[PublishedItem]) -> str:
    agreed = [(item, share) for item in items if (share := agreeing(item, report.limits)) is not None]
    return _agreement_says(report, agreed) if agreed else _of_choices(report, items)


def _agreement_says(report: ClosingReport, agreed: Sequence[tuple[PublishedItem, int]]) -> str:
    lowest, highest = (pick(agreed, key=lambda one: one[1]) for pick in (min, max))
    if lowest[1] == highest[1]:
        return f"{highest[1]}% agree{'' if len(agreed) == 1 else ' with each of these'}."
    ends = [
        f"{share}% (\u201c{item.text.rstrip('.')}\u201d, {_role(report, item)})"
        for item, share in (lowest, highest)
    ]
    return f"Agreement runs from {ends[0]} to {ends[1]}."


def _of_choices(report: ClosingReport, items: Sequence[PublishedItem]) -> str:
    """By the first option of each."""
    said = dict[str, list[str]]()
    for item in items:
        option, number = next(iter(item.scale.options.items()))
        if (share := percentage(number, item.scale.answered, report.limits)) is not None:
            said.setdefault(option, []).append(f"{share}% ({_role(report, item)})")
    told = [f"\u201c{option}\u201d was said by {listed(shares)}" for option, shares in said.items()]
    return f"{listed(told)}." if told else "The bars show how many chose each answer."
