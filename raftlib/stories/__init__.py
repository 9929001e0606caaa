"""Runs that tell themselves, beat by beat: `stories.an_election(seed=7)` in a cell is one of them."""
from importlib import import_module

from raftlib.stories.command import a_commands_journey
from raftlib.stories.copies import three_copies_one_order
from raftlib.stories.cut import two_sides_of_a_cut
from raftlib.stories.election import an_election
from raftlib.stories.figure_8 import figure_8
from raftlib.stories.leader_crash import the_leader_crashes
from raftlib.stories.lost_answer import a_lost_answer
from raftlib.stories.one_server import what_one_server_sees
from raftlib.stories.split_vote import a_split_vote
from raftlib.stories.story import Beat, Story, Turn

# In the order in which the notebooks tell them.
__all__ = [  # noqa: RUF022
    "an_election", "three_copies_one_order", "what_one_server_sees", "the_leader_crashes", "a_split_vote",
    "a_commands_journey", "two_sides_of_a_cut", "figure_8", "a_broken_rule", "a_break", "a_lost_answer",
    "Beat", "Story", "Turn",
]
# They bring the search along, which no other story needs.
_SEARCHED = {"a_break": "broken_rule", "a_broken_rule": "rule_and_bounds"}


def __getattr__(name: str):
    if name in _SEARCHED:
        return getattr(import_module(f"{__name__}.{_SEARCHED[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
