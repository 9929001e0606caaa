"""The words in which the page tells of a run: templates for what happened, names of messages, and of commands.

They go with each run, so that a page which has one can tell of it without asking.
"""
from raftlib.protocol.words.names import HEARTBEAT, NAMES
from raftlib.simulation.key_value import COMMAND

# By the kind of event: {s} its server, {m} its message, from {a} to {b}, {x} its detail, {at} a moment in it; {answer}
# is what a client is answered, {c} that client, if it is one in the world. "hear" is for what a client receives.
HEADLINES = {
    "start": "{s} starts",
    "receive": "{b} receives {m} from {a}",
    "hear": "{b} hears from {a}: {m}",
    "lost": "{m} from {a} to {b} is lost: {x}",
    "duplicate": "{m} from {a} to {b} is doubled",
    "hold": "{m} from {a} to {b} is held back until {at}",
    "network": "the network changes: {x}",
    "election timeout": "{s}'s timer runs out",
    "heartbeat timeout": "{s}'s heartbeat is due",
    "command": "the client sends {x} to {s}",
    "answer": "{s} has carried out the client's {x}, and answers: {answer}",
    "crash": "{s} crashes",
    "restart": "{s} restarts",
    "cut": "links are cut",
    "heal": "all links are healed",
    "tick": "{s}'s own clock ticks",
    "hand-over": "{s} begins to hand over",
    "join": "{s} comes",
    "ask": "{s} has something to ask for",
    "reply": "{s} answers {c}'s {x}: {answer}",
    "wait over": "{s} has waited long enough",
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
# Messages by what they are to whoever knows no AppendEntries yet; several commands have the second name.
PLAIN = {
    **NAMES,
    "AppendEntries": "command to copy",
    "ClientRequest": "client asks",
    "several": "commands to copy",
    "heartbeat": HEARTBEAT,
    "quiet": "reply to its heartbeat",
    "yes": "yes",
    "no": "no",
}
# Where no logs are shown, reasons tell nothing of them, or are not told.
WITHOUT_LOGS = {
    "P1": "{} starts again as a {}, with what is on its disk; when it stopped, its term was {}, and it had voted for "
          "{}",
    "RV2 granted": "{} votes for {} in term {}: its vote is {}",
    "§9.6 would": "{} says that it would vote for {} in term {}",
} | dict.fromkeys(("L2", "L3", "L6", "L6 known", "L7", "L8", "L8 known", "AE2", "AE3", "AE4", "AE4 nothing", "AE5"), "")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def run_words() -> dict:
    """All of them, as plain values."""
    return {"headlines": HEADLINES, "waiting": WAITING, "numbers": NUMBERS,
            "plain": PLAIN, "names": NAMES, "without_logs": WITHOUT_LOGS, "command": COMMAND}
