"""What a programme asks its participants, in which wave and of whom."""

from collections import Counter
from collections.abc import Iterator

from pydantic import model_validator

from domain.enums import Role, Wave
from domain.evaluation.core import CORE
from domain.evaluation.item import Item
from domain.evaluation.packs import PACKS, Pack
from domain.programme.fields import Key, YesOrNo
from domain.value import Value


class QuestionnairePlan(Value):
    core: YesOrNo = True
    """Whether Tandem's own questions are asked."""
    without: tuple[Key, ...] = ()
    """The keys of those of them that are not."""
    packs: tuple[Pack, ...] = ()
    items: tuple[Item, ...] = ()
    """The programme's own."""

    @model_validator(mode="after")
    def _fits_together(self) -> "QuestionnairePlan":
        known = {item.key for item in self._ours()}
        if unknown := [key for key in self.without if key not in known]:
            raise ValueError(f"without: there is no question {unknown[0]!r}; there are: {', '.join(known)}")
        twice = [key for key, times in Counter(item.key for item in self.all_items).items() if times > 1]
        if twice:
            raise ValueError(f"items: {twice[0]!r} is the key of two questions; choose another")
        return self

    def _ours(self) -> Iterator[Item]:
        yield from CORE if self.core else ()
        for pack in self.packs:
            yield from PACKS[pack]

    @property
    def all_items(self) -> tuple[Item, ...]:
        """In the order in which they are asked."""
        ours = (item for item in self._ours() if item.key not in self.without)
        return (*ours, *self.items)

    def item(self, key: str) -> Item | None:
        return next((item for item in self.all_items if item.key == key), None)

    def asked(self, wave: Wave, role: Role) -> tuple[Item, ...]:
        """Of somebody in this role in this wave."""
        return tuple(item for item in self.all_items if wave in item.waves and role in item.roles)

    def waves(self) -> tuple[Wave, ...]:
        """Those in which anything is asked."""
        return tuple(wave for wave in Wave if any(self.asked(wave, role) for role in Role))
