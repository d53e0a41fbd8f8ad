"""From bytes to text, by a fixed chain: guessing an encoding by statistics turns names into others."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from domain.errors import BadInput

_SAVE_AS = "save it as 'CSV UTF-8' or as an Excel workbook (.xlsx)."


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding: what the byte order mark says, else UTF-8, else Windows (cp1252).

    Windows text with accents is not UTF-8, unless every accent in the file is a capital or an ß just
    before a sign such as ’; nothing in the bytes tells those few files apart.
    """
    for encoding in _chain(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise BadInput(f"is not a table in text: it holds NUL characters; {_SAVE_AS}")
        return text, encoding
    raise BadInput(f"is neither UTF-8 nor UTF-16 nor Windows text; {_SAVE_AS}")


def _chain(data: bytes) -> tuple[str, ...]:
    if data.startswith(BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def encoding_notes(text: str, encoding: str) -> tuple[str, ...]:
    """That the letters may be wrong, with one of them to look at, where only Windows text was left."""
    if encoding != "cp1252":
        return ()
    at = next(index for index, letter in enumerate(text) if not letter.isascii())
    around = " ".join(text[max(0, at - 15) : at + 15].split())
    return (
        f"The file is not UTF-8; it was read as Windows text (cp1252). Look at the letters here: {around!r}.",
    )
