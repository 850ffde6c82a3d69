"""What is tuned in training, and the libraries that a model depends on; without loading any of them."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is tuned; the figures behind the defaults stand in benchmarks/README.md."""

    inverse_regularisation: float = 10.0
    block_weights: Mapping[str, float] = field(
        default_factory=lambda: {"char": 1.0, "gap": 0.7, "concept": 0.5, "said": 1.0, "meant": 0.7}
    )
    """How much each block of features counts."""
    least_documents: Mapping[str, int] = field(
        default_factory=lambda: {"char": 2, "gap": 5, "concept": 4, "said": 5, "meant": 3}
    )
    """A feature seen in fewer examples is not learned: smaller, and nobody's own words stay in the model."""
    other_margin: float = 1.25
    """Taken from the log-odds of `other`, which written data hold more of than its due; chosen on real chat."""
    second_floor: float = 0.78
    """Both halves of an unmarked message are asked from this joint probability on; chosen on real chat."""
    tolerance: float = 3e-2
    """Of saga: a third of the time of 1e-2, the same accuracy on real chat."""
    glued_share: float = 0.1
    """Made messages, questions run together with talk, for each written one."""
    glued_talk_share: float = 0.8
    glued_weight: float = 0.5
    """What a made message counts beside a written one."""
    fragment_weight: float = 0.5
    """What the words of a row with turns count by themselves: mostly `other`, and short."""
    softening: float = 1.2
    """Real chat is messier than the written rows that the temperature comes from: measured on real chats."""
    in_context_weight: float = 1.0
    """What a row counts that was labelled with its turns."""
    changed_weight: float = 3.0
    """The same where the turns change what it asks: few rows, and all that teaches what to borrow."""
    borrowed_share: float = 0.2
    """Clear questions given somebody else's turns, for each row that has its own: context is not always to be believed."""
    borrowed_weight: float = 0.5
    wrong_in_100: float = 2.0
    """The promise: at most so many automatic answers wrong in 100."""
    confidence: float = 0.95
    """How sure the thresholds keep it, by Clopper and Pearson's bound."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


FEW_ROWS = 20_000


def recipe_for(rows: int) -> Recipe:
    """The default recipe for so many examples: fewer are fitted closer, and rarer features are kept."""
    if rows >= FEW_ROWS:
        return Recipe()
    least = {"char": 2, "gap": 2, "concept": 2, "said": 2, "meant": 2}
    return Recipe(inverse_regularisation=30.0, tolerance=1e-2, least_documents=least)


def libraries() -> dict[str, str]:
    """Library → installed version, of those that training or answering goes through."""
    return {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy", "scipy", "OpenCC")}
