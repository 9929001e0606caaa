"""The claims themselves: a false one is found, and so is a number in the prose that nobody has claimed."""
import re

import pytest

from raftlib.protocol.messages import RequestVote
from tests.prose import (
    test_cut_the_network,
    test_elect_a_leader,
    test_keep_a_service_alive,
    test_replay_the_same_log,
    test_replicate_the_log,
    test_start_here,
)
from tests.prose.claims import Claim, cells_of, check, if_so, in_words, plain, receipts
from tests.prose.test_elect_a_leader import first

TABLES = (test_start_here, test_keep_a_service_alive, test_replay_the_same_log, test_elect_a_leader,
          test_replicate_the_log, test_cut_the_network)
# What readers are given, and what they are asked to do, by notebook: settings, moments to look at, plain arithmetic.
GIVEN = {
    "00-start-here": "10 250",
    "01-keep-a-service-alive": "100 50 99 99.9 60 40",
    "02-replay-the-same-log": "15 24 50 99 100 150 1000 2000",
    "03-elect-a-leader": "10 15 50 60 75 100 150 300 390 400 900 1000 1042",
    "05-replicate-the-log": "10 11 15 20 30 40 50 99 400 402 440",
    "06-cut-the-network": "30 50 60 100 150 300 400 500 600 900 1100 1500 1800 1900 2200",
}
# Names with a number in them, the time that reading takes, and years.
NAMES = re.compile(r"(?:[Nn]otebooks?|sections?|Figures?|§|about|Exercises?) ?[\d.–]+|\|? ?\b[01]\d(?= \||, [A-Z])|"
                   r"\b(?:19|20)\d\d\b(?=[,;)])")
NUMBER = re.compile(r"(?<![\w.])\d{2,}(?:\.\d+)?")


def unclaimed(notebook, claims):
    """The numbers of two digits or more in a notebook's prose that are in no claim, with what stands round them."""
    found = {}
    for cell, source in cells_of(notebook).items():
        text = plain(source)
        for claim in claims:
            if claim.cell == cell:
                text = text.replace(claim.expected(), "")
        text = NAMES.sub("", text)
        found.update({number[0]: text[max(number.start() - 40, 0):number.end() + 20]
                      for number in NUMBER.finditer(text)})
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.NOTEBOOK)
def test_every_number_is_claimed_or_given(table):
    found = unclaimed(table.NOTEBOOK, table.CLAIMS)
    assert {number: where for number, where in found.items() if number not in GIVEN[table.NOTEBOOK].split()} == {}


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
    assert "187" in unclaimed("03-elect-a-leader", claims)


def test_values_in_words():
    assert [in_words(value) for value in (22.149, "S5", ["S1"], ("S1", "S3", "S5"), [1, 3, 6])] == [
        "22", "S5", "S1", "S1, S3 and S5", "1, 3 and 6"]


def test_prose_is_read_without_its_marks():
    assert plain('the **[leader](glossary.ipynb#leader "who (in a term) leads 5")** sends `x=5` *at once*, [as]'
                 "(#there) said") == "the leader sends x=5 at once, as said"
