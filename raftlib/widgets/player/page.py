"""The page of the player as the one text that anywidget takes."""
from functools import cache
from pathlib import Path

from raftlib.widgets.controls.joining import joined


@cache
def player_page() -> str:
    """The text of the player's page: joined once, when the first player is made."""
    return joined(Path(__file__).parent / "js" / "player.js")
