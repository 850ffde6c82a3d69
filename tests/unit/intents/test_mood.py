"""How the buyer feels, and how grave it is."""

from __future__ import annotations

import pytest

from intents import normalise
from intents.mood import feel


@pytest.mark.parametrize(
    ("text", "mood", "severity"),
    [
        ("有货吗", "calm", 0),
        ("麻烦尽快发货，急用", "anxious", 0),
        ("太让人失望了", "disappointed", 0),
        ("再不发我就给差评", "angry", 1),
        ("我要投诉你们", "angry", 1),
        ("打12315了", "angry", 2),
        ("我要去消協告你們", "angry", 2),
        ("已经找律师了", "calm", 2),
        ("滚蛋", "insulting", 0),
        ("失望，不要脸的店", "insulting", 0),
        ("急用！气死我了", "angry", 0),
        ("这个315元吗", "calm", 0),
        ("有没有usb接口的", "calm", 0),
        ("等315曝光吧.", "angry", 2),
        ("打12315.", "angry", 2),
        ("你个SB", "insulting", 0),
    ],
)
def test_the_strongest_feeling_and_the_gravest_threat_count(text: str, mood: str, severity: int) -> None:
    assert feel(normalise(text).text) == (mood, severity)
