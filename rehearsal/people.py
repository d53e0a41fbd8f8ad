"""Synthetic people, the same for the same seed. None of them exists; `.example` is nobody's domain."""

from random import Random

_FIRST = (
    "Adaeze Aisha Amara Anjali Ayesha Babatunde Chidi Daniel Deepa Eleanor Emeka Esther Fatima Femi Grace "
    "Hamid Helen Imran Ioana James Jasmine Joyce Kwame Leila Malika Marcus Mei Nadia Ngozi Oliver Omar "
    "Parveen Priya Rachel Rahul Rosa Samira Siân Sofía Thomas Tunde Uzma Wei Yusuf Zainab Zoë"
).split()
_LAST = (
    "Abara Adeyemi Ahmed Akhtar Begum Bennett Campbell Chaudhry Clarke Davies Edwards Fernando Ferreira "
    "Foster Georgiou Green Hussain Ibrahim James Khan Kaur Lloyd Mbeki Mensah Morgan Murphy Nair Nguyen "
    "O'Brien Okafor Osei Patel Pearce Price Rahman Reid Shah Sharma Singh Thompson Turner Walker Yeung"
).split()


def people(count: int, seed: int) -> list[tuple[str, str]]:
    """So many (name, email) of different people."""
    random = Random(seed)  # noqa: S311
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{random.choice(_FIRST)} {random.choice(_LAST)}"] = None
    return [(name, f"{_plain(name)}@staff.example") for name in names]


def _plain(name: str) -> str:
    ascii_name = name.translate(str.maketrans("âíëö", "aieo", "'")).lower()
    return ascii_name.replace(" ", ".")
