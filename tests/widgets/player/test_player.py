"""The player's Python side: each wish of the page, branches, what is sent, and code that makes the same run."""
import json
import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, History, Network, Player, Server, scenarios
from raftlib.search.broken_rules import VotesTwice
from raftlib.widgets.player.branches import LENGTH, NEAR, first_difference
from raftlib.widgets.player.run_data import RunText, broken_properties, log_change
from tests.scenarios.test_scenarios import ALL


def sent(player, name="data"):
    """The run that the page gets."""
    return json.loads(zlib.decompress(getattr(player, name)))


def plain(text):
    """A run's text, read as the page reads it."""
    return json.loads(zlib.decompress(text.whole()))


class Page:
    """A page: it says what the reader does, asks for more of what has begun, and keeps what it is told."""

    def __init__(self, *arguments, **options):
        self.player = Player(*arguments, **options)
        self.told = []
        self.player.send = lambda message, buffers=None: self.told.append(message)

    def does(self, do, **more):
        self.begins(do, **more)
        return self.begins("more") if self.player.beginning else self

    def begins(self, do, **more):
        """The same up to the first part of the answer."""
        self.player._hear(self.player, {"do": do, **more}, [])
        return self

    @property
    def digest(self):
        return self.player.history.digest()


def made_by(code):
    names = {}
    exec(code, names)
    return names["cluster"].history.digest()


# ---- What can be opened --------------------------------------------------------------------------------------

@pytest.mark.parametrize("make", ALL)
def test_every_scenario_opens_by_its_name(make):
    player, cluster = Player(make.__name__), make()
    if not cluster.time:  # nothing has happened yet: it goes on from there
        cluster.run(to=player.history.end)
    assert player.history.digest() == cluster.history.digest()
    assert player.live


def test_a_cluster_is_opened_and_left_as_it_is():
    cluster = scenarios.partition()
    page, digest = Page(cluster), cluster.history.digest()
    page.does("crash", server="S3", at=700_000)
    assert page.digest != digest
    assert cluster.history.digest() == digest


def test_a_history_is_a_recording():
    history = History.from_json(scenarios.leader_crash().history.to_json())
    page = Page(history).does("crash", server="S1", at=100_000).does("settings", settings={"seed": 3})
    assert not page.player.live
    assert page.player.settings == {}
    assert [each["said"] for each in page.told] == [
        "This is a recording: it can be watched, and no hand can be put in.",
        "This is a recording: its settings can't be changed."]
    assert len(page.player.branches) == 1


@pytest.mark.parametrize(("arguments", "options", "said"), [
    (["no_such"], {}, "no such scenario; there are first_election, "),
    ([3], {}, "run is 3"),
    ([], {"servers": 0}, "servers is 0"),
    ([], {"time": 9000}, "time is 9000: it must be a number of milliseconds from 0 to the run's end, 3000."),
])
def test_what_can_not_be_opened(arguments, options, said):
    with pytest.raises(ValueError, match=said):
        Player(*arguments, **options)


# ---- What the page asks for ----------------------------------------------------------------------------------

@pytest.mark.parametrize(("wish", "kind", "server"), [
    ({"do": "crash", "server": "S2"}, "crash", "S2"),
    ({"do": "time_out", "server": "S4"}, "election timeout", "S4"),
    ({"do": "submit", "command": "x=5", "to": None}, "command", "S2"),
    ({"do": "submit", "command": "x=5", "to": "S3"}, "command", "S3"),
    ({"do": "cut", "groups": [["S1", "S2"], ["S3", "S4", "S5"]]}, "cut", None),
    ({"do": "cut_link", "sender": "S1", "receiver": "S2", "one_way": True}, "cut", None),
])
def test_each_wish_makes_a_branch_that_is_the_same_up_to_there(wish, kind, server):
    page = Page(seed=7)
    before = page.player.history
    page.does(**wish, at=400_000)
    after = page.player.history
    event = next(event for event in after if event.at == 400_000 and event.kind == kind and event.server == server)
    number = after[:].index(event)
    assert after[:number] == before[:number]
    assert page.player.branches[-1]["parent"] == 0
    assert (page.player.branches[-1]["at"], page.player.time, page.player.current) == (400_000, 400_000, 1)
    assert after.end >= 400 + LENGTH / 1000
    assert page.digest == made_by(page.player.code)
    refused = {"said": "x=5: S3 is no leader; the client tries again every 50 ms", "server": "S3"}
    assert page.told == ([refused] if wish.get("to") == "S3" else [])


@pytest.mark.parametrize("action", ["x+=1", "x?"])
def test_a_client_in_the_world_asks_on_a_branch(action):
    page = Page(scenarios.lost_answer()).does("ask", client="C1", action=action, at=400_000)
    asked = [event for event in page.player.history if event.kind == "ask" and event.at == 400_000]
    assert [event.server for event in asked] == ["C1"]
    requests = [flight.message.command for event in page.player.history for flight in event.sent
                if flight.message.sender == "C1"]
    assert requests[-1] == action
    assert page.player.branches[-1]["said"] == f"C1 asks for {action}" or action in page.player.branches[-1]["name"]
    assert page.digest == made_by(page.player.code)


def test_what_no_client_can_ask_for_is_answered_at_the_client():
    page = Page(scenarios.lost_answer())
    page.does("ask", client="C1", action="hello", at=400_000)
    assert page.told == [{"said": "command is 'hello': it must look like 'x=5', 'x+=1' or 'x-=2', with a number of at "
                          "most 100 digits.", "server": "C1"}]
    assert len(page.player.branches) == 1


def test_a_crashed_server_is_restarted_on_its_branch():
    page = Page(seed=7).does("crash", server="S2", at=400_000).does("restart", server="S2", at=900_000)
    assert [branch["parent"] for branch in page.player.branches] == [None, 0, 1]
    assert [event.kind for event in page.player.history if event.kind in ("crash", "restart")] == ["crash", "restart"]


@pytest.mark.parametrize("do", ["drop", "duplicate"])
def test_messages_under_way_are_dropped_and_doubled(do):
    page = Page(seed=7)
    flight = page.player.history.at(155).in_flight[0]
    page.does(do, flight=flight.number, at=155_000)
    fate = page.player.history.fate(flight.number)
    if do == "drop":
        assert (fate.kind, fate.detail) == ("lost", "dropped by hand")
    else:
        assert any(event.kind == "duplicate" and event.flight == flight for event in page.player.history)
    assert page.digest == made_by(page.player.code)


def flight_on_page(player, number, name="data"):
    """What the page knows of a message."""
    return next(each for each in sent(player, name)["flights"] if each["n"] == number)


def test_a_message_is_held_back_and_comes_so_much_later():
    page = Page(seed=7)
    flight = page.player.history.at(155).in_flight[0]
    late = flight.arrives + 300_000
    page.does("hold", flight=flight.number, at=155_000, **{"for": 300})
    fate = page.player.history.fate(flight.number)
    assert (fate.kind, fate.at) == ("receive", late)
    told = flight_on_page(page.player, flight.number)
    assert (told["e"], told["o"]) == (late, flight.arrives)
    held = next(event for event in sent(page.player)["events"] if event["k"] == "hold")
    assert (held["f"], held["t"], held["x"]) == (flight.number, 155_000, late)
    message = flight.message
    assert page.player.branches[-1]["said"] == (
        f"vote request {message.sender}→{message.receiver} is held back for 300 ms")
    assert f"cluster.hold({flight.number}, for_=300)" in page.player.code
    assert page.digest == made_by(page.player.code)


def test_a_message_that_is_held_back_twice_comes_after_both_times():
    page = Page(seed=7)
    flight = page.player.history.at(155).in_flight[0]
    page.does("hold", flight=flight.number, at=155_000, **{"for": 40})
    page.does("hold", flight=flight.number, at=180_000, **{"for": 2.5})
    assert flight_on_page(page.player, flight.number)["e"] == flight.arrives + 42_500
    page.does("drop", flight=flight.number, at=190_000)
    told = flight_on_page(page.player, flight.number)
    assert (told["e"], told["o"], told["l"]) == (190_000, flight.arrives, "dropped by hand")


def test_a_run_goes_on_until_a_message_that_is_held_back_for_long_has_come():
    page = Page(seed=7)
    flight = page.player.history.at(155).in_flight[0]
    page.does("hold", flight=flight.number, at=155_000, **{"for": 10_000})
    assert page.player.history.fate(flight.number).at == flight.arrives + 10_000_000


@pytest.mark.parametrize("time", [0, -5, None, "300", True, float("nan"), 10_001, 1e308])
def test_a_time_for_which_no_message_can_be_held(time):
    page = Page(seed=7)
    flight = page.player.history.at(155).in_flight[0]
    page.does("hold", flight=flight.number, at=155_000, **{"for": time})
    assert page.told == [{"said": "A message can be held back for more than 0 ms, and for 10000 ms at the most.",
                          "flight": flight.number}]
    assert len(page.player.branches) == 1


def test_the_network_changes_from_a_moment_on():
    page = Page(seed=7).does("change_network", network={"latency": [60, 90], "slow": {"S2": 3, "S3": 1}}, at=400_000)
    expected = Cluster(seed=7)
    expected.run(to=400)
    expected.change_network(latency=(60, 90), slow={"S2": 3})
    expected.run(to=3000)
    assert page.digest == expected.history.digest() == made_by(page.player.code)
    assert page.player.branches[-1]["said"] == "the network changes: latency 60–90, slow S2 × 3"
    change = next(event for event in sent(page.player)["events"] if event["k"] == "network")
    assert (change["t"], change["x"]) == (400_000, [["latency", "60–90"], ["slow", "S2 × 3"]])
    start = {"latency": [5, 15], "loss": 0, "duplication": 0, "reordering": 0, "slow": {}}
    assert [tuple(each) for each in page.player.network] == [
        (0, start), (400_000, start | {"latency": [60, 90], "slow": {"S2": 3}})]
    assert page.player.settings["latency"] == [5, 15]  # with which the run begins


def test_a_slider_that_moves_on_replaces_the_change_that_it_made():
    page = Page(seed=7).does("change_network", network={"loss": 0.1}, at=400_000)
    page.does("change_network", network={"loss": 0.4}, at=400_000)
    page.does("change_network", network={"duplication": 0.2}, at=400_000)
    assert [each["said"] for each in page.player.branches] == ["", "the network changes: loss 0.4, duplication 0.2"]
    assert page.player.code.count("change_network") == 1
    page.does("change_network", network={"loss": 7}, at=400_000)  # no such share: nothing is replaced
    assert page.told[-1]["said"] == "loss is 7: it must be a probability from 0 to 1."
    page.does("change_network", network={"loss": 0.1}, at=500_000)  # another moment
    page.does("rename", branch=2, name="mine").does("change_network", network={"loss": 0.2}, at=500_000)
    page.does("settings", settings={"seed": 8}, at=500_000)
    assert [each["parent"] for each in page.player.branches] == [None, 0, 1, 2, None]


@pytest.mark.parametrize("slow", [{"S2": 5}, {"S1": 2, "S4": 0.5}])
def test_settings_of_the_network_from_the_start(slow):
    page = Page(seed=7).does("settings", settings={"duplication": 0.1, "reordering": 0.2, "slow": slow})
    expected = Cluster(seed=7, network=Network(duplication=0.1, reordering=0.2, slow=slow))
    expected.run(to=3000)
    assert page.digest == expected.history.digest() == made_by(page.player.code)
    assert page.player.settings["slow"] == slow
    page.does("settings", settings={"loss": 0.25}).does("settings", settings={"slow": {}, "servers": 3})
    plain = Cluster(3, seed=7, loss=0.25, duplication=0.1, reordering=0.2)
    plain.run(to=3000)
    assert page.digest == plain.history.digest() == made_by(page.player.code)


def test_a_slow_server_goes_with_its_place():
    page = Page(seed=7).does("settings", settings={"slow": {"S5": 3}}).does("settings", settings={"servers": 3})
    assert page.player.settings["slow"] == {}
    assert page.digest == made_by(page.player.code)


def test_the_name_of_a_run_says_no_server_slow_that_went_with_its_place():
    page = Page(seed=7).does("settings", settings={"slow": {"S2": 3, "S5": 4}})
    page.does("settings", settings={"servers": 3}).does("settings", settings={"servers": 5})
    assert page.player.settings["slow"] == {"S2": 3}
    assert page.player.branches[-1]["name"] == "2: slow S2 × 3, servers 5"


def test_servers_of_one_s_own_leave_the_network_to_be_changed_later():
    page = Page("figure_7")
    assert page.player.settings == {}
    page.does("change_network", network={"loss": 0.2}, at=100_000)
    assert [at for at, _ in page.player.network] == [0, 100_000]
    assert page.digest == made_by(page.player.code)


def test_a_network_of_a_kind_of_its_own_has_no_sliders():
    page = Page("two_timers")
    assert (page.player.settings, page.player.network) == ({}, [])
    page.does("change_network", network={"loss": 0.2}, at=100_000).does("settings", settings={"loss": 0.2})
    assert [each["said"] for each in page.told] == [
        "This run has a network of a kind of its own: its settings can't be changed here."] * 2
    assert len(page.player.branches) == 1


@pytest.mark.parametrize(("wish", "said"), [
    ({"do": "change_network", "network": {"slow": {"S9": 3}}}, "There is no server S9: there are S1, S2, S3, S4, S5."),
    ({"do": "change_network", "network": {"colour": 3}}, "settings has colour: it may have latency, loss,"),
    ({"do": "change_network", "network": {"seed": 3}}, "settings has seed: it may have latency, loss,"),
    ({"do": "hold", "flight": 1, "for": 300},
     "This message is not under way at 400 ms: only a message that is on its way can be held back."),
    ({"do": "restart", "server": "S1"}, "S1 is running: only a crashed server can be restarted."),
    ({"do": "time_out", "server": "S2"}, "S2 leads: only a follower's or a candidate's election timeout can run out."),
    ({"do": "crash", "server": "S9"}, "There is no server S9: there are S1, S2, S3, S4, S5."),
    ({"do": "submit", "command": "hello", "to": None},
     "command is 'hello': it must look like 'x=5', 'x+=1' or 'x-=2', with a number of at most 100 digits."),
    ({"do": "submit", "command": f"x={'9' * 5000}", "to": None}, "with a number of at most 100 digits."),
    ({"do": "submit", "command": "x=5", "to": "S9"}, "There is no server S9"),
    ({"do": "drop", "flight": 1},
     "This message is not under way at 400 ms: only a message that is on its way can be dropped."),
    ({"do": "duplicate", "flight": 1}, "only a message that is on its way can be doubled."),
    ({"do": "heal"}, "Nothing is cut: there is no link to heal."),
    ({"do": "cut", "groups": [["S1"], ["S1"]]}, "no server in two"),
    ({"do": "switch", "branch": 8}, "branch is 8"),
    ({"do": "settings", "settings": {"servers": 0}}, "servers is 0"),
    ({"do": "settings", "settings": {"colour": 1}}, "settings has colour"),
    ({"do": "dance"}, "no such wish"),
    ({"do": "crash"}, "server"),
])
def test_the_impossible_is_answered_in_words_and_changes_nothing(wish, said):
    page = Page(seed=7)
    digest = page.digest
    page.does(**{"at": 400_000, **wish} if wish["do"] not in ("switch", "settings") else wish)
    (answer,) = page.told
    assert said in answer["said"]
    assert len(answer["said"]) < 200
    assert answer.get("server") == (wish.get("server") or wish.get("to"))
    assert (page.digest, len(page.player.branches)) == (digest, 1)


@pytest.mark.parametrize(("first", "again", "said"), [
    ({"do": "crash", "server": "S1"}, {"do": "crash", "server": "S1"},
     "S1 is down already: only a running server can crash."),
    ({"do": "crash", "server": "S1"}, {"do": "time_out", "server": "S1"},
     "S1 is down: only a running server's election timeout can run out."),
    ({"do": "cut", "groups": [["S1", "S3"], ["S2", "S4", "S5"]]},
     {"do": "cut", "groups": [["S2", "S4", "S5"], ["S3", "S1"]]},
     "All links between S2, S4, S5 and S3, S1 are cut already."),
    ({"do": "cut_link", "sender": "S1", "receiver": "S2", "one_way": False},
     {"do": "cut_link", "sender": "S2", "receiver": "S1", "one_way": True}, "The link from S2 to S1 is cut already."),
    ({"do": "cut_link", "sender": "S1", "receiver": "S2", "one_way": False},
     {"do": "cut_link", "sender": "S2", "receiver": "S1", "one_way": False},
     "The link between S2 and S1 is cut already."),
])
def test_what_is_so_already_is_said_and_makes_no_branch(first, again, said):
    page = Page(seed=7).does(**first, at=400_000).does(**again, at=400_000)
    assert [answer["said"] for answer in page.told] == [said]
    assert len(page.player.branches) == 2
    assert page.told[0].get("link") == (["S2", "S1"] if again["do"] == "cut_link" else None)


def test_a_cut_that_cuts_more_is_not_refused():
    page = Page(seed=7).does("cut_link", sender="S1", receiver="S2", one_way=True, at=400_000)
    page.does("cut_link", sender="S1", receiver="S2", one_way=False, at=400_000).does("heal", at=500_000)
    assert page.told == []
    assert [event.kind for event in page.player.history if event.kind in ("cut", "heal")] == ["cut", "cut", "heal"]


def test_a_command_without_a_leader_waits_and_says_so():
    page = Page(seed=7).does("submit", command="x=5", to=None, at=50_000)
    assert page.told[0]["said"] == "x=5: no leader; the client tries again every 50 ms"
    assert any(event.kind == "answer" for event in page.player.history)


def test_settings_begin_a_run_of_their_own():
    page = Page(seed=7).does("settings", settings={"servers": 3, "latency": [1, 2], "loss": 0.1})
    assert page.player.settings["servers"] == 3
    assert page.player.settings["latency"] == [1, 2]
    expected = Cluster(3, 7, latency=(1, 2), loss=0.1)
    expected.run(to=3000)
    assert page.digest == expected.history.digest()
    assert page.player.branches[-1]["name"] == "2: servers 3, latency 1–2, loss 0.1"


def test_a_slider_that_moves_replaces_the_run_that_it_began():
    page = Page(seed=7)
    for seed in (8, 9):
        page.does("settings", settings={"seed": seed})
    page.does("settings", settings={"loss": 0.1})
    assert [branch["name"] for branch in page.player.branches] == ["the run", "2: seed 9, loss 0.1"]
    page.does("crash", server="S1", at=100_000).does("settings", settings={"seed": 3})
    assert [branch["name"] for branch in page.player.branches] == [
        "the run", "2: seed 9, loss 0.1", "3: S1 crashes", "4: seed 3"]


def test_branches_are_switched_named_and_none_is_lost():
    page = Page(seed=7)
    first = page.digest
    page.does("crash", server="S2", at=400_000)
    second = page.digest
    page.does("switch", branch=0)
    assert (page.digest, page.player.current) == (first, 0)
    page.does("time_out", server="S1", at=500_000).does("switch", branch=1)
    assert page.digest == second
    page.does("rename", branch=1, name="without S2")
    assert [branch["name"] for branch in page.player.branches] == ["the run", "without S2", "3: S1 times out"]


def test_two_branches_are_laid_side_by_side():
    page = Page(seed=7).does("crash", server="S2", at=400_000).does("compare", branch=0)
    assert (page.player.beside, page.player.difference) == (0, 400_000)
    assert sent(page.player, "other")["events"][-1]["t"] <= 3_000_000
    page.does("compare", branch=-1)
    assert (page.player.beside, page.player.difference, page.player.other) == (-1, -1, b"")


def test_a_run_differs_nowhere_from_itself():
    history = scenarios.partition().history
    assert first_difference(history, history) is None


WISHES = st.one_of(
    st.builds(lambda server: {"do": "crash", "server": server}, st.sampled_from(["S1", "S2", "S3"])),
    st.builds(lambda server: {"do": "restart", "server": server}, st.sampled_from(["S1", "S2", "S3"])),
    st.builds(lambda server: {"do": "time_out", "server": server}, st.sampled_from(["S1", "S2", "S3"])),
    st.builds(lambda number: {"do": "submit", "command": f"x={number}", "to": None}, st.integers(0, 9)),
    st.builds(lambda number: {"do": "drop", "flight": number}, st.integers(1, 60)),
    st.builds(lambda number: {"do": "duplicate", "flight": number}, st.integers(1, 60)),
    st.builds(lambda number, time: {"do": "hold", "flight": number, "for": time}, st.integers(1, 60),
              st.sampled_from([0.5, 30, 300, 1900])),
    st.builds(lambda **network: {"do": "change_network", "network": network}, loss=st.sampled_from([0, 0.3]),
              latency=st.sampled_from([[0, 0], [5, 15], [60, 200]]), reordering=st.sampled_from([0, 0.5])),
    st.builds(lambda **network: {"do": "change_network", "network": network}, duplication=st.sampled_from([0, 0.4]),
              slow=st.sampled_from([{}, {"S1": 9}, {"S2": 0.5, "S3": 4}])),
    st.just({"do": "cut", "groups": [["S1"], ["S2", "S3"]]}),
    st.just({"do": "cut_link", "sender": "S1", "receiver": "S2", "one_way": True}),
    st.just({"do": "heal"}),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 1_500_000)), max_size=6), st.integers(0, 20))
def test_code_makes_the_same_run_after_any_wishes(wishes, seed):
    page = Page(servers=3, seed=seed, length=1500)
    for wish, at in wishes:
        page.does(**wish, at=at)
    assert made_by(page.player.code) == page.digest


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 1_500_000)), min_size=1, max_size=5), st.integers(0, 20))
def test_a_branch_put_together_of_its_parent_s_pieces_is_as_if_it_were_made_anew(wishes, seed):
    page = Page(servers=3, seed=seed, length=1500)
    for wish, at in wishes:
        page.does(**wish, at=at)
        assert sent(page.player) == plain(RunText(page.player.history)) | {"number": page.player._branches.made}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 300)), min_size=1, max_size=5), st.integers(0, 20))
def test_a_hand_put_in_right_after_an_event_leaves_the_run_up_to_there_as_it_was(wishes, seed):
    page = Page(servers=3, seed=seed, length=800, latency=10)  # answers arrive at the same time
    for wish, number in wishes:
        before = page.player.history
        seen = min(number, len(before) - 1) + 1
        page.does(**wish, at=before[seen - 1].at, seen=seen)
        assert page.player.history[:seen] == before[:seen]
        assert sent(page.player) == plain(RunText(page.player.history)) | {"number": page.player._branches.made}
    assert made_by(page.player.code) == page.digest


def test_where_only_the_first_of_two_hands_at_a_moment_is_seen_the_second_can_be_put_in_again():
    page = Page(seed=7).does("cut", groups=[["S1", "S2"], ["S3", "S4", "S5"]], at=500_000).does("heal", at=500_000)
    events = page.player.history
    cut = next(number for number, event in enumerate(events, start=1) if event.kind == "cut")
    page.does("heal", at=500_000)
    assert page.told[-1]["said"] == "Nothing is cut: there is no link to heal."
    page.does("crash", server="S1", at=500_000, seen=cut)
    assert len(page.told) == 1
    assert [event.kind for event in page.player.history if event.at == 500_000] == ["cut", "crash"]
    assert page.player.history.at(600).cut_links  # the healing was not seen


# ---- An answer in two parts ----------------------------------------------------------------------------------

def run_up_to(player, known):
    """The shown run up to a moment (µs) as the page would get it, made anew from the player's own code."""
    names = {}
    exec(re.sub(r"run\(to=[^()]*\)$", f"run(to={known / 1000})", player.code), names)
    return plain(RunText(names["cluster"].history))


def gone_on(shown, news):
    """What the page makes of a beginning on top of the run that it shows."""
    return {name: shown[name][:news[name]["keep"]] + news[name]["add"] for name in ("events", "flights")}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 1_500_000)), min_size=1, max_size=5), st.integers(0, 20))
def test_a_beginning_on_top_of_the_run_shown_is_the_new_run_up_to_there(wishes, seed):
    page, runs = Page(servers=3, seed=seed, length=1500), {}
    for wish, at in wishes:
        shown = sent(page.player)
        runs[shown["number"]] = shown
        page.begins(**wish, at=at)
        if not page.player.beginning:  # it was impossible
            continue
        news = sent(page.player, "beginning")
        # A network that is changed twice at a moment: the run shown is replaced, and the page asks for the whole.
        assert news["of"] == shown["number"] or wish["do"] == "change_network"
        assert news["known"] == at + NEAR
        expected = run_up_to(page.player, news["known"])
        assert gone_on(runs[news["of"]], news) == {name: expected[name] for name in ("events", "flights")}
        page.begins("more")
        assert sent(page.player)["number"] == news["number"]
        assert sent(page.player)["end"] == news["end"]
        assert page.player.beginning == b""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 1_500_000)), min_size=1, max_size=5), st.integers(0, 20))
def test_the_rest_on_top_of_a_beginning_is_the_whole_run(wishes, seed):
    page, rests = Page(servers=3, seed=seed, length=1500), []
    page.player.observe(lambda change: rests.append(page.player.rest), "rest")
    runs = {1: sent(page.player)}
    for wish, at in wishes:
        page.begins(**wish, at=at)
        if not page.player.beginning:  # it was impossible
            continue
        news = sent(page.player, "beginning")
        page.begins("more")
        whole = runs[news["number"]] = sent(page.player)
        if news["of"] not in runs:  # the run it stands on was replaced: the page takes the whole
            continue
        rest, none = rests[-2:]
        rest = json.loads(zlib.decompress(rest))
        assert (rest["of"], rest["number"], rest["end"], none) == (news["number"], news["number"], whole["end"], b"")
        assert page.player.whole == whole["number"]
        assert gone_on(gone_on(runs[news["of"]], news), rest) == {name: whole[name] for name in ("events", "flights")}


def test_a_beginning_is_small_however_long_the_run():
    page = Page(seed=7, length=10_000).begins("crash", server="S2", at=5_000_000)
    assert len(page.player.beginning) < len(page.player.data) / 10


def test_settings_begin_with_a_run_that_stands_on_no_other():
    page = Page(seed=7, length=10_000).begins("settings", settings={"seed": 8}, at=700_000)
    news = sent(page.player, "beginning")
    assert (news["of"], news["known"], news["end"]) == (None, 700_000 + NEAR, 10_000_000)
    assert news["events"]["keep"] == news["flights"]["keep"] == 0


def test_changes_come_faster_than_the_page_asks_for_more():
    page = Page(seed=7).begins("crash", server="S2", at=400_000).begins("crash", server="S3", at=450_000)
    assert sent(page.player, "beginning")["of"] == 2
    page.begins("more")
    assert sent(page.player)["events"] == plain(RunText(page.player.history))["events"]
    page.begins("switch", branch=1, at=450_000)  # its end was never asked for
    assert sent(page.player)["events"] == plain(RunText(page.player.history))["events"]
    assert page.digest == made_by(page.player.code)


def test_the_history_of_a_run_that_has_only_begun_is_whole():
    page = Page(seed=7).begins("crash", server="S2", at=400_000)
    assert page.player.history.end == 3000
    assert page.digest == made_by(page.player.code)
    page.begins("more")
    assert sent(page.player)["events"] == plain(RunText(page.player.history))["events"]


def test_asking_for_more_when_there_is_none_changes_nothing():
    page = Page(seed=7)
    data = page.player.data
    page.begins("more")
    assert (page.player.data, page.told) == (data, [])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WISHES, st.integers(0, 1_500_000), st.integers(0, 1_500_000)), max_size=5),
       st.integers(0, 20))
def test_a_run_made_ready_ahead_is_the_same_run(wishes, seed):
    page, other = Page(servers=3, seed=seed, length=1500), Page(servers=3, seed=seed, length=1500)
    for wish, at, ready in wishes:
        page.does("ready", at=ready).does(**wish, at=at)
        other.does(**wish, at=at)
    assert page.player.data == other.player.data
    assert page.digest == made_by(page.player.code)


class Forgets(Server):
    """A reader's server with a mistake that shows as soon as something is committed."""

    def heartbeat_timeout(self):
        """Whoever leads for a while finds out."""
        return super().heartbeat_timeout() if self.commit_index < 1 else self.nothing


def test_a_mistake_that_shows_at_once_ends_the_run_there_and_nothing_follows():
    page = Page(server=Forgets, seed=7, length=2000).begins("submit", command="x=5", to=None, at=1_500_000)
    assert page.player.beginning == b""
    assert sent(page.player)["events"][-1]["k"] == "error"
    assert 1_500_000 < sent(page.player)["end"] < 1_600_000


def test_a_mistake_that_shows_late_ends_the_run_when_the_rest_is_made():
    page = Page(server=Forgets, seed=7, length=2000, election_timeout=(900, 1000))
    page.begins("submit", command="x=5", to=None, at=100_000)  # nobody leads yet
    assert sent(page.player, "beginning")["end"] == 2_100_000
    page.begins("more")
    end = sent(page.player)["end"]
    assert sent(page.player)["events"][-1]["k"] == "error"
    assert 900_000 < end < 1_100_000
    assert page.player.code.endswith(f"cluster.run(to={end / 1000!r})")
    page.does("switch", branch=0).does("switch", branch=1)  # made again, it ends there again
    assert sent(page.player)["events"][-1]["k"] == "error"
    assert sent(page.player)["end"] == end


# ---- What is sent --------------------------------------------------------------------------------------------

def replayed(run):
    """Every server's state at the end, from the changes that were sent."""
    states = {}
    for event in run["events"]:
        if "st" in event:
            state = states.setdefault(event["s"], {"log": []})
            changed = dict(event["st"])
            log = changed.pop("log", None)
            state.update(changed)
            if log:
                state["log"] = state["log"][:log["keep"]] + log["add"]
    return states


@pytest.mark.parametrize("make", [scenarios.partition_with_clients, scenarios.figure_7, scenarios.entry_is_lost])
def test_the_changes_add_up_to_the_servers_states(make):
    cluster = make()
    for id, state in replayed(plain(RunText(cluster.history))).items():
        server = cluster.servers[id]
        assert [term for term, _ in state["log"]] == server.log.terms
        assert (state["role"], state["term"], state["vote"], state["commit"], state["leader"]) == (
            server.role, server.current_term, server.voted_for, server.commit_index, server.leader_id)
        assert (state["next"], state["match"]) == (server.next_index, server.match_index)


def test_each_flight_ends_as_the_history_says():
    cluster = scenarios.lossy_network()
    flights = {flight["n"]: flight for flight in plain(RunText(cluster.history))["flights"]}
    for event in cluster.history:
        if event.kind in ("receive", "lost"):
            flight = flights[event.flight.number]
            assert flight["e"] == event.at
            assert flight["l"] == event.detail


def test_a_log_change_keeps_what_both_logs_begin_with():
    log = scenarios.figure_7().servers["leader"].log
    other = log.before(8).append(*log.suffix(1, 2))
    assert log_change(log, other) == {"keep": 7, "add": log.suffix(1, 2)}
    assert log_change(log, log.append(*log.suffix(1, 1))) == {"keep": 10, "add": log.suffix(1, 1)}


def test_a_run_of_ten_seconds_is_small():
    cluster = Cluster(servers=5, seed=7, latency=(5, 20))
    scenarios.busy(cluster, commands=100, every=100)
    assert len(Player(cluster).data) < 300_000


def test_the_five_properties_are_watched():
    assert broken_properties(scenarios.partition().history) == []
    cluster = Cluster(servers=5, seed=3, election_timeout=(150, 160), server=VotesTwice)
    cluster.run(to=2000)
    broken = Player(cluster).broken
    (number, evidence) = next(each for each in broken if each[1]["property"] == "Election Safety")
    assert cluster.history[number].rule == "C3"  # the second leader of that term is elected there
    assert evidence["t"] == cluster.history[number].at
    assert len(evidence["servers"]) == 2


def test_of_the_branch_beside_the_same_is_told():
    cluster = Cluster(servers=5, seed=3, election_timeout=(150, 160), server=VotesTwice)
    cluster.run(to=2000)
    page = Page(cluster).does("submit", command="z=1", to=None, at=0)
    page.does("crash", server="S1", at=page.player.broken[0][1]["t"] - 1)
    shown = page.player.broken, page.player.waits
    page.does("compare", branch=0)
    assert page.player.other_broken == Page(cluster).player.broken
    assert page.player.other_waits == []
    page.does("switch", branch=1).does("compare", branch=2)
    assert (page.player.other_broken, page.player.other_waits) == shown
    assert page.player.other_waits[0][::2] == [0, "z=1"]
    page.does("compare", branch=-1)
    assert (page.player.other_broken, page.player.other_waits) == ([], [])


class Raises(Server):
    """A reader's server with a mistake in it."""

    def on_request_vote(self, request):
        """Whoever asks for a vote finds out."""
        return self.nothing


def test_an_exception_in_a_reader_s_server_ends_the_run_and_says_why():
    player = Player(server=Raises, seed=7)
    last = sent(player)["events"][-1]
    assert last["k"] == "error"
    assert re.fullmatch(r"S\d's on_request_vote raised AttributeError: 'Raises' object has no attribute 'nothing'",
                        last["x"])
    assert 155_000 < last["t"] < 200_000  # when the first request arrives, and not when it was sent
    assert player.time == last["t"]
    assert Player(server=Raises, seed=7, time=160).time == last["t"]
    page = Page(server=Raises, seed=7)
    page.does("crash", server="S1", at=10_000)
    assert sent(page.player)["events"][-1]["k"] == "error"


def test_where_a_reader_s_server_ended_the_run_no_hand_can_be_put_in():
    page = Page(server=Raises, seed=7)
    page.does("crash", server="S1", at=page.player.time)
    assert re.fullmatch(r"Here the run ends, since S\d's on_request_vote raised AttributeError: .*: "
                        "go to an earlier moment.", page.told[0]["said"])
    assert len(page.player.branches) == 1


def test_without_a_kernel_it_is_a_still_picture_of_its_moment(monkeypatch):
    monkeypatch.setenv("RAFT_PNG", "on")
    player = Player("leader_crash", time=560)
    data, metadata = player._repr_mimebundle_()
    assert data["text/plain"].startswith("the scenario leader_crash, at 560 ms of 1000.")
    assert data["image/svg+xml"].startswith("<svg")
    assert set(metadata["image/png"]) == {"alt", "width", "height"}


def test_a_message_that_is_dropped_is_lost_on_the_page_too():
    page = Page(seed=7)
    flight = page.player.history.at(426).in_flight[0]
    page.does("drop", flight=flight.number, at=426_000)
    shown = next(each for each in sent(page.player)["flights"] if each["n"] == flight.number)
    assert (shown["e"], shown["l"]) == (426_000, "dropped by hand")
    assert page.player.branches[-1]["said"] == f"heartbeat {shown['a']}→{shown['b']} is dropped"


def test_switching_keeps_the_moment():
    page = Page(seed=7).does("crash", server="S2", at=400_000).does("switch", branch=0, at=1_234_500)
    assert page.player.time == 1_234_500
    page.does("switch", branch=1, at=99_000_000)
    assert page.player.time == page.player.history.end * 1000


def test_a_branch_that_was_named_is_not_replaced():
    page = Page(seed=7).does("settings", settings={"servers": 3}).does("rename", branch=1, name="keep me")
    page.does("settings", settings={"seed": 9})
    assert [branch["name"] for branch in page.player.branches] == ["the run", "keep me", "3: seed 9"]


@pytest.mark.parametrize(("name", "kept"), [("  ", "unnamed"), ("a" * 200, "a" * 60)])
def test_names_of_branches_are_short_and_not_empty(name, kept):
    assert Page(seed=7).does("rename", branch=0, name=name).player.branches[0]["name"] == kept


def test_players_do_not_share_anything():
    one, two = Page(seed=7), Page(seed=7)
    one.does("crash", server="S2", at=400_000)
    assert len(two.player.branches) == 1
    assert two.player.history.digest() != one.digest
