"""The claims themselves: a false one is found, and so is a number in the prose that nobody has claimed."""
import re

import pytest

from raftlib.protocol.messages import RequestVote
from tests.cells import cells_of
from tests.prose import (
    test_cut_the_network,
    test_elect_a_leader,
    test_keep_a_service_alive,
    test_replay_the_same_log,
    test_replicate_the_log,
    test_split_the_vote,
    test_start_here,
)
from tests.prose.claims import Claim, check, if_so, in_words, plain, receipts
from tests.prose.test_elect_a_leader import first

TABLES = (test_start_here, test_keep_a_service_alive, test_replay_the_same_log, test_elect_a_leader,
          test_replicate_the_log, test_cut_the_network)
# What readers are given, and what they are asked to do, by notebook: settings, moments to look at, plain arithmetic.
GIVEN = {
    "00-start-here": "03 10 20 250",
    "01-keep-a-service-alive": "100 50 99 99.9 60 40",
    "02-replay-the-same-log": "15 24 50 99 100 150 450 1000 2000",
    "03-elect-a-leader": "10 15 20 50 56 60 75 100 150 270 300 360 365 390 400 900 1000 1042",
    "04-split-the-vote": "10 12 15 20 24 25 30 35 40 41 50 60 80 90 99 100 135 150 151 155 160 175 200 250 300 350 400 "
                         "600 900 000 1000 10000",  # 41 s is the paper's, and 000 the end of 10 000 trials
    "05-replicate-the-log": "10 11 15 20 30 40 50 99 130 400 402 440",
    "06-cut-the-network": "30 50 60 100 150 300 400 500 600 900 1100 1500 1800 1850 2200",
}
# Names with a number in them, the time that reading takes, and years.
NAMES = re.compile(r"(?:[Nn]otebooks?|sections?|Figures?|§|about|Exercises?) ?[\d.–]+|\|? ?\b[01]\d(?= \||, [A-Z])|"
                   r"\b(?:19|20)\d\d\b(?=[,;)])")
NUMBER = re.compile(r"(?<![\w.])\d{2,}(?:\.\d+)?")


def without_claimed(claims):
    """A function of a cell's id and source: what is left of its text without what is claimed."""
    def left(cell, source):
        text = plain(source)
        for claim in claims:
            if claim.cell == cell:
                text = text.replace(claim.expected(), "")
        return text
    return left


def unclaimed(notebook, left):
    """The numbers of two digits or more in a notebook's prose that are in no claim, with what stands round them."""
    found = {}
    for cell, source in cells_of(notebook, "markdown").items():
        text = NAMES.sub("", left(cell, source))
        found.update({number[0]: text[max(number.start() - 40, 0):number.end() + 20]
                      for number in NUMBER.finditer(text)})
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.NOTEBOOK)
def test_every_number_is_claimed_or_given(table):
    assert not_given(table.NOTEBOOK, without_claimed(table.CLAIMS)) == {}


def test_every_number_about_many_elections_is_held_against_them_or_given():
    assert not_given(test_split_the_vote.NOTEBOOK, test_split_the_vote.without_claimed) == {}


def not_given(notebook, left):
    """The numbers in a notebook's prose that are neither claimed nor given."""
    found = unclaimed(notebook, left)
    return {number: where for number, where in found.items() if number not in GIVEN[notebook].split()}


def test_a_false_number_is_found():
    when = lambda cluster: receipts(cluster, RequestVote, "S2", "S5")  # noqa: E731
    check("03-elect-a-leader", Claim("explain-1", first, "gave S2 its vote, at {} ms", when))
    false = Claim("explain-1", first, "gave S2 its vote, at {} ms", lambda cluster: [when(cluster)[0] + 1])
    with pytest.raises(AssertionError, match="by the run it must say: gave S2 its vote, at 161 ms"):
        check("03-elect-a-leader", false)


def test_words_that_are_not_so_are_found():
    with pytest.raises(AssertionError, match="not No other server"):
        check("03-elect-a-leader", Claim("explain-1", first, "{} other server stood", lambda _: [if_so(False, "No")]))


def test_a_number_without_a_claim_is_found():
    claims = [claim for claim in test_elect_a_leader.CLAIMS if "the new leader's first" not in claim.says]
    assert "187" in unclaimed("03-elect-a-leader", without_claimed(claims))


def test_a_number_about_many_elections_that_nothing_is_held_against_is_found(monkeypatch):
    claims = [claim for claim in test_split_the_vote.CLAIMS if "grows by" not in claim[1]]
    monkeypatch.setattr(test_split_the_vote, "CLAIMS", claims)
    assert "93" in unclaimed(test_split_the_vote.NOTEBOOK, test_split_the_vote.without_claimed)


def test_values_in_words():
    assert [in_words(value) for value in (22.149, "S5", ["S1"], ("S1", "S3", "S5"), [1, 3, 6])] == [
        "22", "S5", "S1", "S1, S3 and S5", "1, 3 and 6"]


def test_prose_is_read_without_its_marks():
    assert plain('the **[leader](glossary.ipynb#leader "who (in a term) leads 5")** sends `x=5` *at once*, [as]'
                 "(#there) said") == "the leader sends x=5 at once, as said"
