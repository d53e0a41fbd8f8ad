"""How values of a file are repeated in sentences about it."""


def quoted(value: str) -> str:
    """The value in quotes, cut where it is too long for a sentence."""
    return repr(value if len(value) <= 60 else value[:57] + "...")
