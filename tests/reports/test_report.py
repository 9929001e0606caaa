"""What a reader hands in: a file that says what was answered, and a page of it."""
import json
from html.parser import HTMLParser

import pytest

from raftlib import report
from raftlib.exercises import progress_file
from raftlib.exercises.states import RIGHT, UNKNOWN, WRONG
from raftlib.protocol.server import Server
from raftlib.questions.cut_the_network import links_of_five
from raftlib.questions.elect_a_leader import who_stands
from raftlib.reports.contents import LONGEST_NAME, MOST_CLASSES, read
from raftlib.reports.report import FILE, PAGE


class Mine(Server):
    def may_vote_for(self, candidate_id):
        return self.voted_for in (None, candidate_id)


def content(desk):
    return json.loads((desk / FILE).read_text(encoding="utf-8"))


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def page(desk):
    return Page((desk / PAGE).read_text(encoding="utf-8"))


def test_all_answers_are_in_it_in_their_order_by_notebook(desk):
    links_of_five(6), who_stands("I don't know"), links_of_five(8)
    report("Ada")
    assert content(desk)["notebooks"] == {"03-elect-a-leader": {"who_stands": [[UNKNOWN, "I don't know"]]},
                                          "06-cut-the-network": {"links_of_five": [[WRONG, "6"], [RIGHT, "8"]]}}
    assert content(desk)["name"] == "Ada"


def test_it_says_what_it_wrote_and_what_is_in_it(desk):
    links_of_five(6), links_of_five(8)
    said = repr(report("Ada", Mine))
    assert FILE in said
    assert PAGE in said
    assert "2 answers to 1 question in 1 notebook, and the text of Mine." in said
    assert {path.name for path in desk.iterdir()} == {FILE, PAGE, progress_file.BESIDE_THE_NOTEBOOK}


def test_without_an_answer_it_says_so(desk):
    assert "no answers" in repr(report())
    assert "Nothing has been answered." in page(desk).text


def test_what_is_recorded_under_names_of_its_own_goes_along(desk):
    progress_file.record("build_your_own.quiz", WRONG, "41 of 60 points")
    report()
    assert [each.answers[0].answer for each in read(FILE).answered] == ["41 of 60 points"]
    assert "41 of 60 points" in page(desk).text


def test_the_newest_report_replaces_the_one_before(desk):
    links_of_five(6)
    report()
    links_of_five(8)
    report()
    assert content(desk)["notebooks"]["06-cut-the-network"]["links_of_five"] == [[WRONG, "6"], [RIGHT, "8"]]


def test_what_it_writes_can_be_read_again(desk):
    links_of_five(6), who_stands("I don't know")
    progress_file.record("mine", WRONG, "half a character: \ud800")
    made = report("Ada \N{GRINNING FACE}", [Mine])
    again = read(FILE)
    assert again._replace(answered=again.answered[:2]) == made.report._replace(answered=made.report.answered[:2])
    assert again.answered[2].answers[0].answer == "half a character: ?"


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_the_page_shows_html_as_text_wherever_it_stands(desk):
    class Hostile(Server):
        """<script>alert(2)</script>"""

        def may_vote_for(self, candidate_id):
            return "<b>"

    progress_file.record(f"{HOSTILE}.{HOSTILE}", WRONG, HOSTILE)
    report(HOSTILE, Hostile)
    assert set(page(desk).tags) == {"html", "head", "meta", "title", "style", "body", "h1", "p", "h2", "h3", "ol", "li",
                                    "b", "pre"}
    assert page(desk).tags.count("b") == 1  # the verdict's sign
    assert page(desk).text.count(HOSTILE) >= 4
    assert "<script>alert(2)</script>" in page(desk).text


def test_the_page_asks_nothing_of_another_place(desk):
    links_of_five(8)
    report("Ada", Mine)
    text = (desk / PAGE).read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "src=" not in text
    assert "://" not in text


@pytest.mark.parametrize("name", [None, 7, "x" * (LONGEST_NAME + 1)])
def test_another_name_is_refused_and_nothing_written(desk, name):
    with pytest.raises(ValueError, match="name is "):
        report(name)
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("server", [7, "Mine", Mine("S1", ["S1"]), [Mine, 7], [Mine] * (MOST_CLASSES + 1)])
def test_what_is_no_class_is_refused_and_nothing_written(desk, server):
    with pytest.raises(ValueError, match="server is "):
        report("Ada", server)
    assert list(desk.iterdir()) == []


def test_a_damaged_progress_file_is_told(desk):
    (desk / progress_file.BESIDE_THE_NOTEBOOK).write_text("[", encoding="utf-8")
    assert "was damaged" in repr(report())
