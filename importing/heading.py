"""When two headings, or two answers from a list of choices, are the same."""

import unicodedata


def same_heading(text: str) -> str:
    """What is equal for headings that people take for the same: 'E-mail address: *' and 'e-mail Address'.

    Case, kinds of blanks and letters, unseen characters, '_' for a blank, the kind of apostrophe and
    the marks at the end of a question make no difference.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("_", " ")
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(seen.split()).rstrip(" *:?.") or plain.strip()


def same_answer(text: str) -> str:
    """What is equal for answers that differ only in case, kinds of blanks and kinds of letters."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
