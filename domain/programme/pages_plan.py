"""How the pages of a programme look."""

import re

from pydantic import field_validator

from domain.programme.colour import LEAST_CONTRAST, contrast_with_white
from domain.value import Value


class PagesPlan(Value):
    """How the pages of this programme look."""

    colour: str = "#8a4b2d"
    """The one hue of headings' bands, buttons and links; white must be legible on it."""

    @field_validator("colour")
    @classmethod
    def _is_legible(cls, value: str) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ValueError("write a colour as # and six hexadecimal digits, such as '#8a4b2d'")
        if (found := contrast_with_white(value)) < LEAST_CONTRAST:
            raise ValueError(
                f"white on {value} has a contrast of {found:.1f} to 1, and it takes {LEAST_CONTRAST} to be "
                "legible (WCAG 2.2, 1.4.3); choose a darker one"
            )
        return value.lower()
