"""Moves in the words of tests/scripted.py, which plays them on real servers without any search."""
from raftlib.search.moves import Aside, Command, Election, Exchange, Heartbeat, Late, LostReply, Restart, Without


def number(id):
    """S3 is 3."""
    return id.removeprefix("S")


def step_of(move):
    """One move as a step."""
    match move:
        case Aside() | Without():
            return step_of(move.move)
        case Heartbeat() | LostReply():
            raise ValueError(f"tests/scripted.py has no step for {move}")
        case Election():
            return f"E{number(move.candidate)}({','.join(map(number, move.hearers))})"
        case Command():
            return f"C{number(move.server)}"
        case Exchange():
            return f"R{number(move.leader)}{number(move.follower)}"
        case Restart():
            return f"restart{number(move.server)}"
        case Late():
            return f"late({type(move.message).__name__},{number(move.message.sender)},{number(move.message.receiver)})"


def schedule_of(moves):
    """A schedule as a text, as raft-facts and tests write it."""
    return " ".join(map(step_of, moves))
