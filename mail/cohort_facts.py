"""The letters to the coordinator, with the numbers of the cohort as the store knows them."""

from collections.abc import Callable, Iterator, Mapping

from domain.letter.letter import Letter, LetterName
from domain.suggestion import suggest
from mail.facts import Facts, Recipient
from mail.facts_of import of_occasion, of_programme
from storage.views import CohortView

_VERBS = {
    LetterName.COHORT_CLOSING: "application list",
    LetterName.DRAFT_READY: "match show",
    LetterName.COHORT_REPORT: "cohort report",
}


def to_coordinator(
    letter: Letter,
    cohort: CohortView,
    applications: Mapping[str, int],
    pairings: Mapping[str, int],
    spelled: Callable[[str], str] = str,
) -> Recipient:
    """This letter to the programme's contact; `applications` and `pairings`: how many stand where; `spelled`
    words the suggestions in a sentence."""
    programme = cohort.programme
    facts = Facts(
        name=programme.contact.name,
        reference=cohort.key,
        figures=(*_figures("application", applications), *_figures("pairing", pairings)),
        command=spelled(str(suggest(_VERBS[letter.name], cohort.key))),
        **of_programme(programme) | of_occasion(letter, programme),
    )
    return Recipient(
        person=None,
        name=programme.contact.name,
        email=programme.contact.email,
        facts=facts,
        own=programme.words.get(letter.name),
    )


def _figures(what: str, counted: Mapping[str, int]) -> Iterator[str]:
    for stage, count in counted.items():
        if count:
            yield f"{count} {what if count == 1 else what + 's'}: {stage.replace('_', ' ')}"
