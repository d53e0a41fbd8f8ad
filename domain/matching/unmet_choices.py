"""What became of the choices that a draft does not meet, in sentences that a coordinator reads."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from domain.application.form import ApplicationForm
from domain.matching.choices import in_words, keys_of, named_by
from domain.matching.draft import Draft
from domain.matching.rules import RULE_SENTENCES, Rule

People = Mapping[str, ApplicationForm]
"""Who has applied, by candidate id."""
Broken = Callable[[str], Collection[Rule]]
"""The rules that keep somebody from being a pair with the other of this id."""


def unmet_choices(person: str, draft: Draft, people: People, broken: Broken) -> Iterator[str]:
    """A sentence for each choice of this person that goes before the best one that is met."""
    asker, partners = people[person], _partners(person, draft)
    others = {key: form for key, form in people.items() if form.role is asker.role.partner}
    for place, choice in enumerate(asker.wishes, 1):
        named = [key for key, form in others.items() if named_by(choice) in keys_of(form)]
        if partners.intersection(named):
            return
        why = (
            _why(named, draft, people, broken)
            or f"nobody called {choice!r} has applied as {asker.role.partner}"
        )
        yield f"{asker.name}'s {in_words(place)}: {why}."


def _partners(person: str, draft: Draft) -> set[str]:
    pairs = [{pair.mentor, pair.mentee} for pair in draft.pairs]
    return {other for pair in pairs if person in pair for other in pair - {person}}


def _why(named: Sequence[str], draft: Draft, people: People, broken: Broken) -> str | None:
    """None if it is nobody."""
    for key in named:
        name = people[key].name
        if rules := broken(key):
            return (
                f"{name} cannot be the partner, since {' and '.join(RULE_SENTENCES[rule] for rule in rules)}"
            )
        if key not in draft.everybody:
            return f"{name} is not in this draft, not being in order or having no place left"
        return f"{name} has others here: so more people have a partner, or more of all wishes are met"
    return None
