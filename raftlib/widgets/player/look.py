"""How the pages look: the colours and lines of all pictures, the legend of messages, and the style sheet."""
from pathlib import Path

from raftlib.pictures import style
from raftlib.pictures.legend_words import LOG_WORDS, NEEDS, legend_rows
from raftlib.pictures.message_flow import HEARTBEAT_KINDS
from raftlib.pictures.message_lines import CLIENTS_WORDS
from raftlib.protocol.words.names import HEARTBEAT, NAMES, reply_name
from raftlib.widgets.controls.control import inputs, of_notebook
from raftlib.widgets.player.run_words import PLAIN

SHEET = Path(__file__).with_name("player.css")
COLOURS = {"white": style.WHITE, "black": style.BLACK, "grey": style.DARK_GREY, "vermilion": style.VERMILION,
           "sample": style.TERMS[2]}


def stylesheet() -> str:
    """The style sheet of the player, with the colours of the pictures as `--raft-…`."""
    colours = "".join(f"  --raft-{name}: {colour};\n" for name, colour in COLOURS.items())
    own = of_notebook() + inputs("raft-player") + "\n" + SHEET.read_text(encoding="utf-8")
    return f".raft-player {{\n{colours}}}\n\n{own}"


def look() -> dict:
    """The colours and lines of all pictures, for the page."""
    messages = style.MESSAGES | style.HAND_OVERS | style.CLIENT_MESSAGES
    styles = {"roles": style.ROLES, "messages": messages, "pale": style.PALE}
    return {name: {key: {**each._asdict(), "dash": dash(each.dash)} for key, each in table.items()}
            for name, table in styles.items()} | {
        "legend": message_legend(), "logs": LOG_WORDS, "needs": NEEDS, "terms": list(style.TERMS),
        "fault": style.VERMILION, "timeout": style.YELLOW, "black": style.BLACK, "edge": style.DARK_GREY}


def dash(value) -> str | list[float]:
    """matplotlib's dash as SVG's: the lengths alone."""
    return value if isinstance(value, str) else list(value[1])


def message_legend() -> list[dict]:
    """What a legend says of messages: of which kind `m`, as `g` (yes, no or None), pale (`h`), with entries (`c`)."""
    entries = []
    for request, reply in legend_rows():
        answers = ("yes", "no") if reply else ()
        entries += [entry(request, NAMES.get(request, request)) | {"plain": plain_request(request)},
                    *(entry(reply, f"{reply_name(reply)}: {said}", g=said == "yes") for said in answers)]
        if request in HEARTBEAT_KINDS:
            entries += [entry(request, HEARTBEAT, h=True), entry(reply, "its reply", g=True, h=True)]
    return entries


def entry(kind: str, words: str, g: bool | None = None, h: bool = False) -> dict:
    """One sample of a message, as the page is told of messages, and its words."""
    words = CLIENTS_WORDS.get(kind, {}).get(g, words)
    return {"m": kind, "g": g, "h": h, "words": words, "plain": words}


def plain_request(kind: str) -> str:
    """What a legend calls a request for whoever knows no names of messages yet."""
    return PLAIN.get(kind, kind)
