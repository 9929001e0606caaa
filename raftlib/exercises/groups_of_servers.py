"""Exercises whose answer is two groups of servers that share none."""
import re

from raftlib.analysis.majorities import Group, groups, shared
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.kinds import Value
from raftlib.exercises.states import RIGHT, WRONG

IMPOSSIBLE = "impossible"


class TwoGroups(Value):
    """Two groups of at least `size` of so many servers that share no server, or "impossible" if that is right.

    A pair is typed as "S1 S2 | S3 S4", or given as two collections. Any pair is told what is the matter with it.
    """

    def __init__(self, question: str, servers: int, size: int, *args, **more):
        super().__init__(question, *args, **more)
        self.servers = groups(servers, servers)[0]
        self.size = size
        self.sample = self.worded((self.servers[:size], self.servers[-size:]))
        self.form = (f'Answer with two groups of {self.servers[0]} to {self.servers[-1]}, as in "{self.sample}", or '
                     f'with "{IMPOSSIBLE}".')

    def read(self, answer):
        """The word, or the two groups of an answer."""
        if isinstance(answer, str) and answer.strip().lower() == IMPOSSIBLE:
            return IMPOSSIBLE
        halves = answer.split("|") if isinstance(answer, str) else answer
        if not isinstance(halves, tuple | list) or len(halves) != 2:
            return None
        found = tuple(map(self.group, halves))
        return found if all(found) else None

    def group(self, half) -> Group:
        """The servers of one half of an answer, in their order; none if anything else is in it."""
        names = re.findall(r"\w+", half) if isinstance(half, str) else half
        if not isinstance(names, set | frozenset | tuple | list):
            return ()
        named = {str(name).upper() for name in names}
        return tuple(server for server in self.servers if server in named) if named <= {*self.servers} else ()

    def judge(self, answer) -> Verdict:
        """✓ for the right word, or for a pair without a fault."""
        if answer == IMPOSSIBLE:
            return super().judge(answer)
        fault = self.fault(*answer)
        return Verdict(WRONG, fault) if fault else Verdict(RIGHT, self.reason)

    def worded(self, answer) -> str:
        """The word, or both groups."""
        return answer if isinstance(answer, str) else " | ".join(map(" ".join, answer))

    def fault(self, one: Group, other: Group) -> str:
        """What is the matter with a pair, in a sentence; nothing if it is right."""
        small = next((group for group in (one, other) if len(group) < self.size), None)
        both = shared(one, other)
        if both:
            return f"Both have {' and '.join(both)} in them, so they are not apart."
        if small:
            return (f"They share no server, but {' '.join(small)} {'is' if len(small) == 1 else 'are'} only "
                    f"{len(small)} of {len(self.servers)}: {self.size} are needed.")
        return ""
