from collections.abc import Sequence

from typing_extensions import Buffer

class Kernel:
    def __init__(
        self,
        *,
        slots: Buffer,
        words: Buffer,
        letters: Buffer,
        weights: Buffer,
        bias: Buffer,
        silent: Buffer,
        longest_word: int,
        number: int,
        temperature: float,
        floor: float,
    ) -> None: ...
    def is_plain(self, text: str, /) -> bool: ...
    def scores(self, text: str, agent: str | None, buyer: str | None, /) -> tuple[Sequence[float], Sequence[float]]: ...
    def read(self, text: str, agent: str | None, buyer: str | None, /) -> tuple[int, float, int, float]: ...
    def halves(self, text: str, own: int, /) -> tuple[int, int, float, int, float] | None: ...
    def decide(
        self, raw: str, agent: str | None, buyer: str | None, /
    ) -> tuple[int, float, int, float, tuple[int, int, float, int, float] | None] | None: ...
