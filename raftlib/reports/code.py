"""Judge a class that is handed in as text. It runs that text: see raftlib.reports.apart for where."""
import ast
import builtins
import linecache
import traceback
from importlib import import_module
from textwrap import dedent, indent
from typing import NamedTuple

from raftlib.exercises.class_text import names_in
from raftlib.exercises.exercise import Exercise
from raftlib.exercises.readers_code import mortal
from raftlib.exercises.states import OPEN, WRONG
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of
from raftlib.search.random_runs import evidence_in, random_run
from raftlib.search.searchable import searchable

WHERE = "<handed in>"  # the name of its file, in a traceback
RUNS = 100


class Judged(NamedTuple):
    """What was found of an answer or a class: a state (○ where it was not judged), a text, and points of 1."""

    state: str
    text: str
    points: float = 0


def judged(source: str, exercise: str) -> Judged:
    """The verdict of an exercise, by its full name, on a class; of no exercise ("") what random runs find.

    Raises whatever the text raises, and never returns if it does not end.
    """
    try:
        answer = class_of(source)
    except Exception as error:
        return Judged(OPEN, f"Its text can't be run: {traceback.format_exception_only(error)[-1].strip()}.")
    if not exercise:
        return in_random_runs(answer)
    asked = exercise_called(exercise)
    understood = asked.understood(answer)
    if understood is None:
        return Judged(OPEN, asked.form)
    verdict = asked.judged(understood)
    if verdict.state == WRONG and (missing := missing_in(source)):  # the reader had it, so nobody is to be blamed
        return Judged(OPEN, f"It uses what is not in the report: {', '.join(missing)}.")
    return Judged(verdict.state, verdict.text, verdict.points)


def missing_in(source: str) -> list[str]:
    """The names that a text looks up and that nobody gives: not itself, nor Python, nor raftlib."""
    return sorted(names_in(dedent(source)) - set(dir(builtins)) - set(import_module("raftlib").__all__))


def exercise_called(full_name: str) -> Exercise | None:
    """The exercise of the series with a full name, as elect_a_leader.winner; None if there is none."""
    module, _, name = full_name.partition(".")
    notebook = next((each for each in NOTEBOOKS if module_of(each) == module), None)
    return exercises_of(notebook).get(name) if notebook else None


def class_of(source: str) -> type:
    """The last class that a text defines; methods alone are those of a Server. It knows the names of raftlib."""
    text = dedent(source)
    if not any(isinstance(node, ast.ClassDef) for node in ast.parse(text).body):
        text = f"class Answer(Server):\n{indent(text, '    ')}\n"
    tree = ast.parse(text)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    door = import_module("raftlib")  # of the whole house: a reader imports from there
    world = {"__name__": "handed_in", **{name: getattr(door, name) for name in named & set(door.__all__)}}
    # So that a verdict can quote the line that failed.
    linecache.cache[WHERE] = len(text), None, text.splitlines(keepends=True), WHERE
    exec(compile(tree, WHERE, "exec"), world)
    return world[[node.name for node in tree.body if isinstance(node, ast.ClassDef)][-1]]


def in_random_runs(server: type) -> Judged:
    """What random runs of servers of a class come to: the first broken property, or how often something was done."""
    if not isinstance(server, type) or not issubclass(server, Server):
        return Judged(OPEN, "It is no kind of Server, so nothing was run.")
    try:
        searchable(server)
        led, committed = 0, 0
        for seed in range(RUNS):
            run = random_run(mortal(server), seed)
            if evidence := evidence_in(run):
                return Judged(OPEN, f"In the random run with seed {seed}, {evidence.sentence}. {evidence.property} is "
                                    "broken.")
            states = [event.state for event in run.history if event.state]
            led += any(state.role == LEADER for state in states)
            committed += any(state.commit_index for state in states)
    except Exception as error:
        return Judged(OPEN, f"In a random run it raises {traceback.format_exception_only(error)[-1].strip()}.")
    return Judged(OPEN, f"In {RUNS} random runs no property broke; {led} of them had a leader, and in {committed} "
                        "something was committed.")
