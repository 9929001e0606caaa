"""How things look, the same in every picture: role, message, term and fault are each coded in a way of their own.

A role is a fill, an edge and its name; a message is a line (its colour and the barbs of its head the kind, its dash
the direction) and a label; a term is a number; a fault is vermilion, and crossed. The colours are those of Okabe and
Ito, told apart by the colour-blind; the roles' also by lightness alone. Vermilion, green and sky blue are darker than
theirs: words in the first can be read on white, and lines in all of them be seen on white and on a dark page.

Where several candidates ask for votes, each has a purple of its own, the second a far darker one, and in the replies
to it a dash of its own. So purple still is a vote, a whole line a request, and a broken one a reply. The first keeps
the look that votes have where one alone asks: a picture in which a rival comes up changes by the rival's lines only.
"""
from collections.abc import Iterable
from typing import NamedTuple

from raftlib.analysis.stretches import DOWN
from raftlib.protocol.messages import EXCHANGES, PRE_VOTES, READS, Exchange
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER

BLACK, ORANGE, SKY_BLUE, GREEN = "#000000", "#E69F00", "#3A8FC7", "#007D5A"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#C25400", "#CC79A7"
VIOLET, PLUM = "#5A2D82", "#9A3F86"  # beside purple: votes for a second candidate, and for a third
OLIVE, MIDDLE_GREY = "#8A7A1F", "#808080"  # pre-votes, and a leader's word to another that it is to stand
QUIET_GREEN = "#5FA08C"  # as light as a line on white may be
WHITE, PALE_BLUE, GREY, DARK_GREY = "#FFFFFF", "#CFE8F7", "#C4C4C4", "#555555"

SOLID, DASHED, DOTTED, DASH_DOTTED = "solid", (0, (4, 2)), (0, (1.5, 1.5)), (0, (6, 1.5, 1.5, 1.5))

WIDTH = 7.5  # inches: the column of a notebook
SMALL, NORMAL, LARGE = 8.5, 9.5, 11.5  # points
LETTER = 0.6 / 72  # inches of width a letter takes, on average, for each point of its size


class RoleStyle(NamedTuple):
    """The look of a role: fill and edge of a server, and the colour of the words on the fill."""

    fill: str
    edge: str
    width: float
    dash: str | tuple
    words: str


class MessageStyle(NamedTuple):
    """The look of a kind of message: its colour, its dash, its width in points, and how many barbs its head has."""

    colour: str
    dash: str | tuple
    width: float
    barbs: int = 1


ROLES = {
    FOLLOWER: RoleStyle(PALE_BLUE, DARK_GREY, 1.0, SOLID, BLACK),
    CANDIDATE: RoleStyle(ORANGE, BLACK, 1.8, DASHED, BLACK),
    LEADER: RoleStyle(BLUE, BLACK, 2.4, SOLID, WHITE),
    DOWN: RoleStyle(GREY, DARK_GREY, 1.0, DOTTED, BLACK),
}
LINES = (PURPLE, 2.0, 1), (GREEN, 1.5, 2), (SKY_BLUE, 1.8, 3), (OLIVE, 1.4, 4)  # colour, width and barbs


def message_styles(exchanges: Iterable[Exchange]) -> dict[str, MessageStyle]:
    """The look of each kind of message by its name: a line for each exchange, dashed in the reply."""
    return {kind.__name__: MessageStyle(colour, dash, width, barbs)
            for (request, reply, _), (colour, width, barbs) in zip(exchanges, LINES, strict=False)
            for kind, dash in ((request, SOLID), (reply, DASHED))}


MESSAGES = message_styles((*EXCHANGES, READS, PRE_VOTES))
# The vote request to which a hand-over leads looks as any other.
HAND_OVERS = {"TimeoutNow": MessageStyle(MIDDLE_GREY, SOLID, 2.4, 2), "TransferVote": MESSAGES["RequestVote"]}
# The request and the reply of each candidate where there are several; a fourth looks like the first.
RIVALS = [(MessageStyle(colour, SOLID, 2.0), MessageStyle(colour, dash, 2.0))
          for colour, dash in ((PURPLE, DASHED), (VIOLET, DASH_DOTTED), (PLUM, DOTTED))]
# A client is no server, and what it says is no message of Raft: both are black and white.
CLIENT = "client"
CLIENT_STYLE = RoleStyle(WHITE, BLACK, 1.6, SOLID, BLACK)
CLIENT_MESSAGES = {
    "Command": MessageStyle(BLACK, SOLID, 1.6),
    "Answer": MessageStyle(BLACK, DASHED, 1.6),
}
CLIENT_MESSAGES |= {"ClientRequest": CLIENT_MESSAGES["Command"], "ClientReply": CLIENT_MESSAGES["Answer"]}
# Heartbeats and their replies stand back, so that all other messages stand out.
PALE = {
    "AppendEntries": MESSAGES["AppendEntries"]._replace(colour=QUIET_GREEN, width=0.7),
    "AppendEntriesReply": MESSAGES["AppendEntriesReply"]._replace(colour=QUIET_GREEN, width=0.7),
}

# Tints of log entries, by term and over again; the term's number stands in each entry, so that no tint is needed.
TERMS = ("#F4ECD8", "#DCE6C4", "#E6DCF0", "#F5D9CF", "#D6E4E5", "#EFE3A9", "#E2E2E2", "#F2D0E0", "#D3E0D0")


def tint(term: int) -> str:
    """The tint of a term from 1 on."""
    return TERMS[(term - 1) % len(TERMS)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", from 1 (none) to 21 (black and white), as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour "#rrggbb", from 0 (black) to 1 (white), as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_width(text: str, size: float = SMALL) -> float:
    """About how wide a text is, in inches, at a size in points: good enough to keep words apart."""
    return len(text) * size * LETTER


def shown(time: float) -> str:
    """A time in ms as pictures and captions write it: to a tenth."""
    return f"{round(time, 1):g}"


def who_leads(leaders: list[tuple[str, int]]) -> str:
    """Who leads, in words, from ids and terms."""
    if not leaders:
        return "nobody leads"
    return " and ".join(f"{server} leads (term {term})" for server, term in leaders)
