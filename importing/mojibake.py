"""How strange the letters of a text look, by which the wrong reading of a file is told from the right one."""

import re
import unicodedata

_WORD = re.compile(r"\S*[^\x00-\x7f\s]\S*")
_COMMON = frozenset("áàâäãåæçéèêëíìîïñóòôöõøúùûüýß" + "ÁÀÂÄÅÆÇÉÈÊËÍÎÑÓÔÖØÚÜ")
_OPENING = frozenset("‘‚“„«‹¿¡(")
_CLOSING = frozenset("”»›)")
_NEXT_TO_WORDS = frozenset("’“”–—…·")
_BEFORE_OR_AFTER_WORDS = frozenset("©®™•°§")
_AFTER_APOSTROPHE = re.compile(r"(?:s|t|d|m|ll|re|ve)?(?:\W|$)")
_MANY = 10
"""So much stranger is what no language writes than a letter that few names have."""


def strangeness(text: str) -> int:
    """0 where every letter beyond ASCII stands as it would in a name or a sentence of Europe."""
    return sum(_in_word(word[0]) for word in _WORD.finditer(text))


def _in_word(word: str) -> int:
    strange = sum(_at(word, place) for place, letter in enumerate(word) if not letter.isascii())
    return strange + _MANY * len(re.findall("[\u00c0-\u024f]{3,}", word)) + _MANY * (len(_scripts(word)) > 1)


def _at(word: str, place: int) -> int:
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter.isalpha() and letter not in "ªº":
        is_inside = before.isalpha() and letter.isupper() and any(other.islower() for other in word)
        return _MANY * is_inside + (_script(letter) == "LATIN" and letter not in _COMMON)
    return _MANY * _is_strange_sign(letter, before, after, word[place + 1 :])


def _is_strange_sign(letter: str, before: str, after: str, rest: str) -> bool:
    if letter == "’":
        return before.islower() and after.islower() and not _AFTER_APOSTROPHE.match(rest)
    if letter in "–—":
        return before.islower() and after.islower()
    if (before.isalpha() and letter in _OPENING) or (after.isalpha() and letter in _CLOSING):
        return True
    touched = before.isalpha() + after.isalpha()
    if letter in _BEFORE_OR_AFTER_WORDS:
        return touched == 2
    return touched > 0 and letter not in _OPENING | _CLOSING | _NEXT_TO_WORDS


def _scripts(word: str) -> set[str]:
    return {_script(letter) for letter in word if letter.isalpha() and letter not in "ªº"}


def _script(letter: str) -> str:
    """The first word of its name, as LATIN or CYRILLIC."""
    return unicodedata.name(letter, "?").split()[0]
