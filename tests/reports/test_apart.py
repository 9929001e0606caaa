"""Code that is handed in is judged in a process that is bounded, whatever the code does; all of it is harmless."""
import time
from pathlib import Path

import pytest

from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.reports.apart import found_in, judged_apart

ONE_VOTE = "elect_a_leader.one_vote"
RULE = """
class Mine(Server):
    def may_vote_for(self, candidate_id):
        {}
"""
SECONDS = 60  # for what ends by itself


def method(*lines):
    return RULE.format("\n        ".join(lines))


RIGHT_RULE = method("return self.voted_for in (None, candidate_id)")


def test_right_and_wrong_rules():
    assert judged_apart(RIGHT_RULE, ONE_VOTE, SECONDS)[::2] == (RIGHT, 1)
    found = judged_apart(method("return True"), ONE_VOTE, SECONDS)
    assert found[::2] == (WRONG, 0)
    assert "One vote a term" in found.text or "voted" in found.text


@pytest.mark.parametrize("source", [
    method("while True: pass"),
    method("while True:", "    try:", "        while True: pass", "    except BaseException: pass"),
])
def test_an_endless_loop_in_a_method_is_bounded(source):
    assert judged_apart(source, ONE_VOTE, 20).state in (WRONG, OPEN)


@pytest.mark.parametrize("source", [
    "while True: pass\n" + RIGHT_RULE,
    "import time\ntime.sleep(1000)\n" + RIGHT_RULE,
    "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass\n" + RIGHT_RULE,
])
def test_what_never_ends_is_stopped(source):
    found = judged_apart(source, ONE_VOTE, 3)
    assert found.state == OPEN
    assert "It did not end within 3 s, and was stopped." in found.text or "ended its process" in found.text


def test_what_it_has_started_is_stopped_with_it(tmp_path):
    number = tmp_path / "number"
    source = ("import subprocess, sys\n"
              "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
              f"open({str(number)!r}, 'w').write(str(child.pid))\n" + RIGHT_RULE)
    judged_apart(source, ONE_VOTE, SECONDS)
    status = Path(f"/proc/{number.read_text()}/status")
    for _ in range(100):  # it has been told to end, and takes a moment for that
        if not status.exists() or "zombie" in status.read_text():
            return
        time.sleep(0.1)
    pytest.fail("it goes on")


def test_a_flood_of_output_is_no_verdict_and_keeps_nobody():
    flood = "import os, sys\nfor _ in range(2000):\n    print('x' * 10_000)\n    sys.stderr.write('y' * 10_000)\n"
    assert judged_apart(flood + RIGHT_RULE, ONE_VOTE, SECONDS).state == RIGHT
    assert judged_apart("import os\nfor _ in range(999): os.write(1, b'x' * 9999)\n" + RIGHT_RULE, ONE_VOTE,
                        SECONDS).state == RIGHT


@pytest.mark.parametrize("way_out", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"])
def test_what_ends_the_process_is_not_judged(way_out):
    for source in (f"{way_out}\n{RIGHT_RULE}", method(way_out)):
        found = judged_apart(source, ONE_VOTE, SECONDS)
        assert found == (OPEN, "It has ended its process before anything was found.", 0)


def test_an_exit_is_told():
    assert judged_apart(f"import sys; sys.exit()\n{RIGHT_RULE}", ONE_VOTE, SECONDS) == (
        OPEN, "It was ended by SystemExit.", 0)
    assert judged_apart(method("raise SystemExit"), ONE_VOTE, SECONDS).state == WRONG


def test_memory_is_bounded():
    found = judged_apart("x = bytearray(64 << 30)\n" + RIGHT_RULE, ONE_VOTE, SECONDS)
    assert found.state == OPEN
    assert "MemoryError" in found.text


def test_it_knows_nothing_of_this_process_s_environment_and_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("RAFT_SECRET", "x")
    monkeypatch.chdir(tmp_path)
    source = ("import os, sys\nassert 'RAFT_SECRET' not in os.environ, 'environment'\n"
              f"assert os.getcwd() != {str(tmp_path)!r}, 'folder'\nassert sys.flags.isolated, 'isolated'\n"
              "open('left.txt', 'w').write('x')\n" + RIGHT_RULE)
    assert judged_apart(source, ONE_VOTE, SECONDS).state == RIGHT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("source", "said"), [
    ("class Mine(", "SyntaxError"), ("", "IndentationError"), ("1/0\n" + RIGHT_RULE, "ZeroDivisionError"),
    ("class Mine(Missing): pass", "name 'Missing' is not defined"),
    ("(" * 10_000, "SyntaxError"), ("\0", "null bytes"),
])
def test_a_text_that_can_t_be_run_is_told(source, said):
    found = judged_apart(source, ONE_VOTE, SECONDS)
    assert found.state == OPEN
    assert said in found.text


def test_who_uses_what_is_not_in_the_report_is_not_called_wrong():
    found = judged_apart(method("return helper(candidate_id)"), ONE_VOTE, SECONDS)
    assert found == (OPEN, "It uses what is not in the report: helper.", 0)


def test_a_rule_that_is_no_server_s():
    source = ("class Mine(SessionKeyValue):\n    def once(self, session, serial, carry_out):\n"
              "        return carry_out()\n")
    assert judged_apart(source, "serve_clients.session_check", SECONDS).state == WRONG


def test_methods_alone_as_older_files_have_them():
    assert judged_apart("    def may_vote_for(self, candidate_id):\n"
                        "        return self.voted_for in (None, candidate_id)\n", ONE_VOTE, SECONDS).state == RIGHT


def test_what_is_no_answer_is_not_judged():
    assert judged_apart("class Mine: pass", ONE_VOTE, SECONDS).state == OPEN


@pytest.mark.parametrize(("source", "said"), [
    (RIGHT_RULE, "In 100 random runs no property broke; 100 of them had a leader"),
    (method("return True"), "Election Safety is broken"),
    (method("return False"), "0 of them had a leader"),
    (method("return 1 / 0"), "ZeroDivisionError"),
    ("class Mine: pass", "no kind of Server"),
    ("class Mine(Server):\n    def may_vote(self): pass", "no Server has"),
])
def test_a_class_of_no_question_is_put_through_random_runs(source, said):
    assert said in judged_apart(source, "", SECONDS).text


@pytest.mark.parametrize("output", [
    b"", b"x", b"[]", b"[1, 2, 3]", b'["\xe2\x9c\x93", "so", 2]', b'["\xe2\x9c\x93", "so", "1"]', b'["?", "so", 0]',
    b"[" * 100_000, b'["\xe2\x9c\x93", "so", 1]["\xe2\x9c\x93", "so", 1]', b"\xff",
])
def test_what_a_process_writes_is_believed_only_in_its_form(output):
    assert found_in(output).state == OPEN
