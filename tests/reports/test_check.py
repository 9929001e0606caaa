"""What a report claims is judged again: what differs is said, and code runs only where that was asked for."""
import json

import pytest

from raftlib import check_report, report
from raftlib.exercises.progress_file import record
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.protocol.server import Server
from raftlib.questions.cut_the_network import links_of_five
from raftlib.questions.elect_a_leader import one_vote, who_stands
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of
from raftlib.reports.report import FILE

LOOSE = "def may_vote_for(self, candidate_id):\n    return True\n"


class Mine(Server):
    def may_vote_for(self, candidate_id):
        return self.voted_for in (None, candidate_id)


def tampered(desk, notebook, name, *answers):
    """The report with other answers to a question."""
    content = json.loads((desk / FILE).read_text(encoding="utf-8"))
    content["notebooks"].setdefault(notebook, {})[name] = list(answers)
    (desk / FILE).write_text(json.dumps(content), encoding="utf-8")


def test_an_honest_report_differs_in_nothing(desk):
    links_of_five(6), links_of_five(8), who_stands("I don't know"), one_vote(Mine)
    report("Ada", Mine)
    checked = check_report(desk / FILE, run_code=True)
    assert checked.differences == checked.not_judged == ()
    assert checked.points == {"cut_the_network.links_of_five": 1, "elect_a_leader.who_stands": 0,
                              "elect_a_leader.one_vote": 1}
    assert "no property broke" in checked.classes["Mine"].text


def test_a_wrong_answer_made_right_is_found_and_so_is_a_right_one_made_wrong(desk):
    report("Ada")
    tampered(desk, "06-cut-the-network", "links_of_five", [WRONG, "8"], [RIGHT, "6"])
    first, second = check_report(desk / FILE).differences
    assert (first.number, first.claimed, first.found.state) == (1, WRONG, RIGHT)
    assert (second.number, second.claimed, second.found.state) == (2, RIGHT, WRONG)
    assert str(second).startswith("06 Cut the network, links_of_five, answer 2 of 2: claims ✓, judged ✗: ")
    assert "Judged otherwise: 2." in repr(check_report(desk / FILE))
    assert check_report(desk / FILE).points == {"cut_the_network.links_of_five": 0}


def test_code_made_right_is_found_where_it_is_run_and_only_there(desk, capsys):
    report("Ada")
    tampered(desk, "03-elect-a-leader", "one_vote", [RIGHT, LOOSE])
    unrun = check_report(desk / FILE)
    assert [line.found.state for line in unrun.not_judged] == [OPEN]
    assert "was not run" in repr(unrun)
    assert unrun.points == {"elect_a_leader.one_vote": 0}
    assert capsys.readouterr().out == ""
    (line,) = check_report(desk / FILE, run_code=True).differences
    assert (line.claimed, line.found.state) == (RIGHT, WRONG)
    assert capsys.readouterr().out.startswith("Running the code that is in raft-report.json, with your rights")


def test_without_consent_no_code_runs(desk, tmp_path):
    mark = tmp_path / "ran"
    source = f"open({str(mark)!r}, 'w').close()\n\nclass Mine(Server):\n    pass\n"
    report("Ada", Mine)
    content = json.loads((desk / FILE).read_text(encoding="utf-8"))
    content["classes"][0]["source"] = source
    (desk / FILE).write_text(json.dumps(content), encoding="utf-8")
    tampered(desk, "03-elect-a-leader", "one_vote", [RIGHT, source])
    check_report(desk / FILE)
    assert not mark.exists()
    check_report(desk / FILE, run_code=True)
    assert mark.exists()  # so the mark would have shown it


def test_of_code_the_last_answer_and_the_last_claim_are_looked_at(desk):
    one_vote(Mine)
    report("Ada")
    right = json.loads((desk / FILE).read_text(encoding="utf-8"))["notebooks"]["03-elect-a-leader"]["one_vote"][0][1]
    tampered(desk, "03-elect-a-leader", "one_vote", [RIGHT, right], [WRONG, LOOSE], [RIGHT, LOOSE], [WRONG, LOOSE])
    found = [line.found.state for line in check_report(desk / FILE, run_code=True).lines]
    assert found == [OPEN, OPEN, WRONG, WRONG]


def test_endless_code_is_stopped_and_counts_nothing(desk):
    report("Ada")
    tampered(desk, "03-elect-a-leader", "one_vote", [RIGHT, "while True: pass\nclass Mine(Server): pass"])
    checked = check_report(desk / FILE, run_code=True, seconds=3)
    assert [line.found.state for line in checked.not_judged] == [OPEN]
    assert checked.points == {"elect_a_leader.one_vote": 0}


def test_what_is_no_question_here_and_what_was_not_kept_is_not_judged(desk):
    record("build_your_own.quiz", WRONG, "41 of 60 points")
    report()
    tampered(desk, "06-cut-the-network", "links_of_five", [RIGHT, None])
    tampered(desk, "06-cut-the-network", "no_such_thing", [RIGHT, "1"])
    tampered(desk, "99-none", "links_of_five", [RIGHT, "8"])
    checked = check_report(desk / FILE)
    assert [line.found.state for line in checked.lines] == [OPEN] * 4
    assert set(checked.points.values()) == {0}


@pytest.mark.parametrize("words", ["__import__('os').getcwd()", "(1, 2) + (3,)", "9" * 5000, "x" * 100_000, "\x1b[2J"])
def test_odd_words_are_no_answer_and_leave_the_screen_alone(desk, words):
    report(words[:50])
    tampered(desk, "01-keep-a-service-alive", "rooms", [RIGHT, words])
    tampered(desk, words, words, [RIGHT, words])
    checked = check_report(desk / FILE)
    assert [line.found.state for line in checked.lines] == [OPEN] * 2
    assert "\x1b" not in repr(checked)
    assert len(repr(checked)) < 5000


def test_every_typed_answer_of_the_series_is_judged_as_it_was(desk):
    every = [exercise for notebook in NOTEBOOKS if module_of(notebook) != "run_a_real_cluster"
             for exercise in exercises_of(notebook).values() if hasattr(exercise, "typed")]
    for exercise in every:
        for answer in (*(wrong for wrong, _ in exercise.wrong), exercise.right):
            exercise(answer)
    report("Ada")
    checked = check_report(desk / FILE)
    assert checked.differences == checked.not_judged == ()
    assert sum(checked.points.values()) == len(every) > 70


def test_another_version_is_told(desk):
    report()
    content = json.loads((desk / FILE).read_text(encoding="utf-8"))
    (desk / FILE).write_text(json.dumps({**content, "raftlib": "0.0.0"}), encoding="utf-8")
    assert "with another raftlib than this one" in repr(check_report(FILE))


@pytest.mark.parametrize("options", [{"run_code": "yes"}, {"run_code": 1}, {"seconds": 0}, {"seconds": "60"},
                                     {"seconds": float("nan")}, {"seconds": 1e9}])
def test_other_arguments_are_refused(desk, options):
    report()
    with pytest.raises(ValueError, match=f"{next(iter(options))} is "):
        check_report(FILE, **options)
