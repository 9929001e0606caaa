"""What a session check must do, notebook 08: the commands that it is tried with, and what is looked at."""
from raftlib.exercises.kinds import Requirement
from raftlib.exercises.overrides import is_empty
from raftlib.simulation.sessions import SessionKeyValue

METHOD = "once"


def machine_class(answer) -> type[SessionKeyValue] | None:
    """The reader's class, if it has a method `once` that is not empty."""
    if not isinstance(answer, type) or not issubclass(answer, SessionKeyValue):
        return None
    method = getattr(answer, METHOD)
    return None if method is SessionKeyValue.once or is_empty(method) else answer


def answers(machine: type[SessionKeyValue], *commands: str) -> tuple[list[str], int]:
    """What a machine answers to these commands, after two sessions were opened, and what x is in the end."""
    made = machine()
    made.apply("open"), made.apply("open")
    return [made.apply(command) for command in commands], made.values.get("x", 0)


def does_new(machine) -> bool:
    """Whether commands with higher and higher numbers are carried out and answered."""
    return answers(machine, "1.1: x+=1", "1.2: x+=1", "1.4: x+=1") == (["x=1", "x=2", "x=3"], 3)


def does_once(machine) -> bool:
    """Whether a command that comes again changes nothing."""
    return answers(machine, "1.1: x+=1", "1.1: x+=1")[1] == 1


def answers_again(machine) -> bool:
    """Whether the second answer is like the first, though another client has changed x since."""
    return answers(machine, "1.1: x+=1", "2.1: x=7", "1.1: x+=1")[0][::2] == ["x=1", "x=1"]


def leaves_older(machine) -> bool:
    """Whether a late copy of an older command changes nothing."""
    return answers(machine, "1.1: x+=1", "1.2: x+=1", "1.1: x+=1")[1] == 2


def tells_sessions_apart(machine) -> bool:
    """Whether two clients may use the same number."""
    return answers(machine, "1.3: x+=1", "2.3: x+=1") == (["x=1", "x=2"], 2)


NEW = ("A command with a higher number than the session's last one is new. It must be carried out, and its answer "
       "returned: carry_out() does it, and gives the answer.")
ONCE = ("A command that came twice was carried out twice. What must be noted, and where, so that its number is known "
        "when it comes again?")
AGAIN = ("Who asks again must get the answer that the command had, even if x has been changed since. What has to be "
         "remembered beside the number?")
OLDER = ("A late copy of an older command was carried out again. Its number is lower than the session's last one: what "
         "does that say?")
APART = ("Two clients used the same number, and one command was not carried out. Numbers are counted in each session "
         "by itself.")

REQUIREMENTS = [Requirement(does_new, NEW), Requirement(does_once, ONCE), Requirement(tells_sessions_apart, APART),
                Requirement(answers_again, AGAIN), Requirement(leaves_older, OLDER)]
