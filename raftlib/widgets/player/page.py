"""The page of the player as the one text that anywidget takes."""
from functools import cache
from pathlib import Path

from raftlib.widgets.controls.joining import joined

ENTRY = Path(__file__).parent / "js" / "player.js"


@cache
def player_page() -> str:
    """The text of the player's page: joined once, when the first player is made."""
    return joined(ENTRY)
