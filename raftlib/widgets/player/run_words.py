"""The words in which the page tells of a run: templates for what happened, names of messages, and of commands.

They go with each run, so that a page which has one can tell of it without asking.
"""
from raftlib.pictures.legend_words import legend_rows
from raftlib.pictures.message_flow import HEARTBEAT_KINDS, REPLIES
from raftlib.simulation.key_value import COMMAND

# By the kind of event: {s} its server, {m} its message, from {a} to {b}, {x} its detail, {at} a moment in it.
HEADLINES = {
    "start": "{s} starts",
    "receive": "{b} receives {m} from {a}",
    "lost": "{m} from {a} to {b} is lost: {x}",
    "duplicate": "{m} from {a} to {b} is doubled",
    "hold": "{m} from {a} to {b} is held back until {at}",
    "network": "the network changes: {x}",
    "election timeout": "{s}'s timer runs out",
    "heartbeat timeout": "{s}'s heartbeat is due",
    "command": "the client sends {x} to {s}",
    "answer": "{s} answers the client's {x}",
    "crash": "{s} crashes",
    "restart": "{s} restarts",
    "cut": "links are cut",
    "heal": "all links are healed",
    "error": "{x}: here the run ends",
}
WAITING = {
    "down": "{servers} {are} down",
    "nobody": "nobody waits for anything",
    "heartbeat": "{server} leads: its next heartbeat is due at {at}",
    "alone": "{server} waits for its timer, which runs out at {at}",
    "timers": "{count} wait for their timers: {server}'s is the next, at {at}",
    "all": "all {count}",
    "others": "the {count} others",
    "shortened": "waiting is shortened",
}
# Messages by what they are to whoever knows no names of messages yet: requests by their kind, and yes and no.
PLAIN = {
    "requests": {"RequestVote": "a vote request"},
    "heartbeat": "a heartbeat",
    "quiet": "a reply to its heartbeat",
    "yes": "a yes",
    "no": "a no",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def message_words() -> dict:
    """By kind of message: how a reply says yes and no, and what a request without entries is, if that has a name."""
    return {kind: words for request, reply, _ in legend_rows()
            for kind, words in ((request, request_words(request)), (reply, reply_words(reply)))}


def request_words(kind: str) -> dict:
    """A request that may carry entries, and carries none, is a heartbeat."""
    return {"bare": "heartbeat"} if kind in HEARTBEAT_KINDS else {}


def reply_words(kind: str) -> dict:
    """A reply's yes as its field says it, and the opposite of that."""
    yes = REPLIES[kind].replace("_", " ")
    return {"yes": yes, "no": yes.replace("granted", "refused") if "granted" in yes else "refused"}


def run_words() -> dict:
    """All of them, as plain values."""
    return {"headlines": HEADLINES, "waiting": WAITING, "numbers": NUMBERS,
            "messages": message_words(), "plain": PLAIN, "command": COMMAND}
