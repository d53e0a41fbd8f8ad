"""How the pages of a programme look."""

import re

from pydantic import field_validator

from domain.value import Value

_LEAST_CONTRAST = 4.5
"""At which white can be read on a colour (WCAG 2.2, 1.4.3)."""


class PagesPlan(Value):
    """How the pages of this programme look."""

    colour: str = "#8a4b2d"
    """The one hue of headings' bands, buttons and links; white must be legible on it."""

    @field_validator("colour")
    @classmethod
    def _is_legible(cls, value: str) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ValueError("write a colour as # and six hexadecimal digits, such as '#8a4b2d'")
        if (found := _contrast_with_white(value)) < _LEAST_CONTRAST:
            raise ValueError(
                f"white on {value} has a contrast of {found:.1f} to 1, and it takes {_LEAST_CONTRAST} to be "
                "legible (WCAG 2.2, 1.4.3); choose a darker one"
            )
        return value.lower()


def _contrast_with_white(colour: str) -> float:
    """From 1 to 21, for `#8a4b2d`."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
