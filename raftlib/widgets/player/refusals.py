"""Why a wish can't be fulfilled at a moment, in the words of the page: how things are, and what would be possible."""
from itertools import permutations

from raftlib.protocol.state import LEADER
from raftlib.simulation.arguments import is_number
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.moments import Moment

RECORDING = "This is a recording: it can be watched, and no hand can be put in."
NO_SERVER = "There is no server {}: there {} {}."
DONE = {"drop": "dropped", "duplicate": "doubled", "hold": "held back"}
LONGEST_HOLD = 10_000  # ms


def refusal(do: str, wish: dict, moment: Moment) -> str:
    """One sentence that says why a call on Cluster is impossible or pointless at a moment; "" if it is neither.

    `wish` holds what the page sent with it: `server`, `command` and `to`, `client` and `action`, `flight` and `for`,
    `groups`, `sender` and `receiver`, `network`.
    """
    named = (wish.get(place) for place in ("server", "to", "sender", "receiver"))
    unknown = next((server for server in named if server and server not in moment.servers), None)
    if unknown:
        return no_server(unknown, moment)
    return REFUSALS[do](wish, moment) or ""


def why_no_crash(wish: dict, moment: Moment) -> str | None:
    """A server crashes only once."""
    server = wish.get("server")
    return f"{server} is down already: only a running server can crash." if server in moment.down else None


def why_no_restart(wish: dict, moment: Moment) -> str | None:
    """What runs is not started again."""
    server = wish.get("server")
    if server is None or server in moment.down:
        return None
    return f"{server} is running: only a crashed server can be restarted."


def why_no_timeout(wish: dict, moment: Moment) -> str | None:
    """Leaders and the dead wait for nobody's heartbeat."""
    server = wish.get("server")
    if server in moment.down:
        return f"{server} is down: only a running server's election timeout can run out."
    if server and moment.servers[server].role == LEADER:
        return f"{server} leads: only a follower's or a candidate's election timeout can run out."
    return None


def why_no_command(wish: dict, _moment: Moment) -> str | None:
    """The state machine knows three commands."""
    try:
        KeyValue.check(wish["command"])
    except ValueError as error:
        return str(error)
    return None


def why_no_action(wish: dict, _moment: Moment) -> str | None:
    """A client in the world can read, too."""
    try:
        KeyValue.check_action(wish["action"])
    except ValueError as error:
        return str(error)
    return None


def why_not_touched(do: str):
    """The refusal of what can be done only to a message under way."""
    def why(wish: dict, moment: Moment) -> str | None:
        if any(flight.number == wish.get("flight") for flight in moment.in_flight):
            return None
        return (f"This message is not under way at {moment.time:g} ms: "
                f"only a message that is on its way can be {DONE[do]}.")
    return why


def why_not_held(wish: dict, moment: Moment) -> str | None:
    """A message is held back for a time, and no run is so long that it could be held for ever."""
    time = wish.get("for")
    if not is_number(time) or not 0 < time <= LONGEST_HOLD:
        return f"A message can be held back for more than 0 ms, and for {LONGEST_HOLD} ms at the most."
    return why_not_touched("hold")(wish, moment)


def why_no_cut(wish: dict, moment: Moment) -> str | None:
    """A cut that cuts nothing more."""
    groups = wish["groups"]
    links = {(a, b) for one, other in permutations(groups, 2) for a in one for b in other}
    if not links or not links <= moment.cut_links:
        return None
    return f"All links between {' and '.join(', '.join(group) for group in groups)} are cut already."


def why_no_cut_link(wish: dict, moment: Moment) -> str | None:
    """The same of one link, or of one direction of it."""
    sender, receiver = wish["sender"], wish["receiver"]
    if wish.get("one_way"):
        cut = (sender, receiver) in moment.cut_links
        return f"The link from {sender} to {receiver} is cut already." if cut else None
    cut = {(sender, receiver), (receiver, sender)} <= moment.cut_links
    return f"The link between {sender} and {receiver} is cut already." if cut else None


def why_no_healing(_wish: dict, moment: Moment) -> str | None:
    """Whole links stay as they are."""
    return None if moment.cut_links else "Nothing is cut: there is no link to heal."


def why_not_changed(wish: dict, moment: Moment) -> str | None:
    """Only a server that is there can be slow."""
    unknown = next((server for server in wish["network"].get("slow", ()) if server not in moment.servers), None)
    return no_server(unknown, moment) if unknown else None


def no_server(id: str, moment: Moment) -> str:
    """That there is none of that name, and which there are."""
    servers = list(moment.servers)
    return NO_SERVER.format(id, "are" if len(servers) > 1 else "is", ", ".join(servers))


REFUSALS = {"crash": why_no_crash, "restart": why_no_restart, "time_out": why_no_timeout, "submit": why_no_command,
            "ask": why_no_action,
            "drop": why_not_touched("drop"), "duplicate": why_not_touched("duplicate"), "hold": why_not_held,
            "cut": why_no_cut, "cut_link": why_no_cut_link, "heal": why_no_healing, "change_network": why_not_changed}
