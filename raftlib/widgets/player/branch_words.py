"""What branches are named after: what was done; and what a client is told, and whose server raised what."""
import traceback
from inspect import getfile
from pathlib import Path

from raftlib.pictures.message_flow import entry_count
from raftlib.protocol.server import Server
from raftlib.protocol.words.names import message_name
from raftlib.simulation.client import Request
from raftlib.simulation.history import History

RULES = Path(getfile(Server)).parent  # Raft itself: no reader's own
SAYINGS = {"crash": "{} crashes", "restart": "{} restarts", "time_out": "{} times out", "submit": "{} is sent",
           "ask": "{} asks for {}",
           "drop": "{} is dropped", "duplicate": "{} is doubled", "hold": "{} is held back for {} ms",
           "cut": "cut between {} and {}", "cut_link": "the link {}–{} is cut", "heal": "all links are healed"}


def in_words(settings: dict) -> str:
    """Settings as a branch's name says them."""
    return ", ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in settings.items())


def shown(value) -> str:
    """A setting in words: a pair as a range, slow servers with their factors."""
    if isinstance(value, dict):
        return " and ".join(f"{id} × {factor:g}" for id, factor in value.items()) or "none"
    return "–".join(f"{end:g}" for end in value) if isinstance(value, tuple) else f"{value:g}"


def saying(history: History, call: str, arguments: tuple, options: dict) -> str:
    """What a call does, in words."""
    if call == "change_network":
        return f"the network changes: {in_words(options)}"
    if call in ("drop", "duplicate", "hold"):
        flight = next((flight for flight in history.flights(0, history.end) if flight.number == arguments[0]), None)
        if flight:
            message = flight.message
            name = message_name(type(message).__name__, entry_count(message))
            arguments = (f"{name} {message.sender}→{message.receiver}",)
        arguments += tuple(options.values())
    if call == "cut_link" and options.get("one_way"):
        return "the link {}→{} is cut".format(*arguments)
    return SAYINGS[call].format(*map(words, arguments))


def told(answer) -> str:
    """What a client is told whose command nobody took; "" for whatever else a call gives back."""
    is_waiting = isinstance(answer, Request) and answer.status == "waiting"
    return f"{answer.command}: {answer.note}; the client tries again every 50 ms" if is_waiting else ""


def blamed(error: Exception) -> str:
    """What was raised, by which server in which of its methods: the innermost one of the reader's."""
    said = traceback.format_exception_only(error)[-1].strip()
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)
              if isinstance(frame.f_locals.get("self"), Server) and Path(frame.f_code.co_filename).parent != RULES]
    if not frames:
        return said
    return f"{frames[-1].f_locals['self'].id}'s {frames[-1].f_code.co_name} raised {said}"


def words(argument) -> str:
    """An argument of a call in a few words."""
    return " ".join(argument) if isinstance(argument, list | tuple) else str(argument)
