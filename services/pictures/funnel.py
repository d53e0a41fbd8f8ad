"""A funnel: a bar for each step, as long as there are many."""

from services.pictures.canvas import CLAY, NEUTRAL, SOFT, WIDTH, Canvas
from services.pictures.kinds import FunnelPicture
from services.pictures.lettering import cut

_STEP, _BAR, _BASE = 40, 16, 12
_NUMBER = 44
"""How wide the room for a number is."""


def funnel(picture: FunnelPicture) -> Canvas:
    canvas = Canvas(len(picture.steps) * _STEP + 2)
    most = max((number or 0 for _, number in picture.steps), default=0)
    full = WIDTH - _NUMBER
    for row, (label, number) in enumerate(picture.steps):
        top = row * _STEP + 2
        canvas.words(0, top + _BASE, cut(label, WIDTH))
        canvas.box(0, top + 17, full, _BAR, NEUTRAL)
        if number:
            canvas.box(0, top + 17, full * number / most, _BAR, CLAY)
        said = "*" if number is None else str(number)
        canvas.words(WIDTH, top + 17 + _BASE, said, SOFT if number is None else "#2b2622", "right", bold=True)
    return canvas
