"""The state machine behind the log: named integers, changed by commands such as `x=5`, `x+=1` and `x-=2`."""
import re
from functools import lru_cache

from raftlib.simulation.arguments import brief

# A name, an operator, a number; in the form of regular expressions that JavaScript knows, too.
COMMAND = r"\s*([A-Za-z_]\w*)\s*(=|\+=|-=)\s*(-?\d{1,100})\s*"
_COMMAND = re.compile(COMMAND, re.ASCII)
READ = re.compile(r"\s*([A-Za-z_]\w*)\s*\?\s*", re.ASCII)


@lru_cache(64)  # each server carries out the same commands, at about the same time
def parts_of(command: str) -> tuple[str, str, int] | None:
    """The name, the operator and the number of a command; None for a text that is none."""
    parts = _COMMAND.fullmatch(command)
    return parts and (parts[1], parts[2], int(parts[3]))


class KeyValue:
    """Named integers; the same commands in the same order give the same values."""

    has_sessions = False

    def __init__(self):
        self.values: dict[str, int] = {}

    def apply(self, command: str) -> str:
        """Carry out one command and return the answer for the client, `x=6`; an unset name counts from 0.

        An empty or unknown text changes nothing, and is its own answer. Raises ValueError for what is no text.
        """
        if not isinstance(command, str):
            raise ValueError(f"command is {brief(command)}: it must be a text such as 'x=5'.")
        parts = parts_of(command)
        if not parts:
            return command
        name, operator, number = parts
        old = 0 if operator == "=" else self.values.get(name, 0)
        self.values[name] = old - number if operator == "-=" else old + number
        return f"{name}={self.values[name]}"

    def answer(self, command: str) -> str:
        """What a client is answered: to a read, `x?`, the value, `x=6`; else what `apply` gives."""
        if not isinstance(command, str) or "?" not in command:  # as nearly always
            return self.apply(command)
        asked = READ.fullmatch(command)
        return f"{asked[1]}={self.values.get(asked[1], 0)}" if asked else self.apply(command)

    @staticmethod
    def is_read(command: str) -> bool:
        """Whether a text asks for a value, and changes none: `x?`."""
        return isinstance(command, str) and bool(READ.fullmatch(command))

    @classmethod
    def check(cls, command: str) -> str:
        """The command itself; ValueError unless this machine can carry it out."""
        if not isinstance(command, str) or not parts_of(command):
            raise ValueError(f"command is {brief(command)}: it must look like 'x=5', 'x+=1' or 'x-=2', "
                             "with a number of at most 100 digits.")
        return command

    @classmethod
    def check_action(cls, action: str) -> str:
        """A command, or a read such as `x?`, itself; ValueError for anything else."""
        return action if cls.is_read(action) else cls.check(action)
