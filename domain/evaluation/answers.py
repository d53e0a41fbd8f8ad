"""What somebody has answered in one wave, and what follows from it."""

from collections.abc import Mapping

from domain.enums import Role, Wave
from domain.errors import BadInput
from domain.evaluation.core import BURDEN, BURDEN_ALL_RIGHT, CONTACT, MOSTLY_I, NO, YES
from domain.evaluation.questionnaire import QuestionnairePlan

Answers = Mapping[str, str]
"""By the keys of the items; what was left out is not there."""


def validated(plan: QuestionnairePlan, wave: Wave, role: Role, said: Answers) -> Answers:
    """The answers as they are kept. Raises BadInput with a sentence for each that cannot be one; none of the
    sentences repeats what was said."""
    asked = {item.key: item for item in plan.asked(wave, role)}
    problems, kept = [], {}
    for key, answer in said.items():
        if key not in asked:
            problems.append(f"{key}: this is not asked; there are: {', '.join(asked) or 'no questions'}.")
            continue
        try:
            kept[key] = asked[key].answer(answer)
        except BadInput as problem:
            problems.extend(problem.problems)
    if problems:
        raise BadInput(*problems)
    return {key: answer for key, answer in kept.items() if answer}


def wants_to_be_contacted(role: Role, answers: Answers) -> bool:
    """Whether a mentor says that the explaining falls to them, that it is not all right, and that the
    coordinator may get in touch."""
    said = (answers.get(BURDEN), answers.get(BURDEN_ALL_RIGHT), answers.get(CONTACT))
    return role is Role.MENTOR and said == (MOSTLY_I, NO, YES)
