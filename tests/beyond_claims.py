"""What each sentence of the rules beyond Figure 2 claims, compared with the messages and states of its run.

As in `serving_claims`, a sentence is read as text.
"""
from raftlib.protocol.messages import (
    AppendEntries,
    ClientReply,
    PreVote,
    PreVoteReply,
    RequestVote,
    RequestVoteReply,
    TimeoutNow,
    TransferVote,
)
from raftlib.protocol.words.beyond import BEYOND
from tests import serving_claims
from tests.serving_claims import claims_in, majority

CLAIMS = {}
claim = claims_in(CLAIMS)
LOGS = r"(?:,? and )?(the candidate's log .+)?"
TICKS = r"(\d+) ticks?"


def compares(words, said, index, term):
    """Whether what a sentence says of two logs is so, by their ends (RV3)."""
    own = said.after.log.last_term, said.after.log.last_index
    if words is None:
        return (term, index) == own == (0, 0)
    word = "as new as" if (term, index) == own else "newer" if (term, index) > own else "older"
    return f" {word} " in words


# ---- Pre-vote ------------------------------------------------------------------------------------------------------

@claim(r"\(a (\w+)\) asks the others whether they would vote for it in term (\d+), since its timer has run out")
def asks(said, id, role, term):
    log = said.after.log
    asked = [PreVote(id, peer, int(term), id, log.last_index, log.last_term) for peer in said.after.peers]
    return [said.event.kind == "election timeout", said.before.role == role != "leader", said.sent == asked,
            said.after.current_term == said.before.current_term == int(term) - 1, *binds_nobody(said)]


def binds_nobody(said):
    return [said.after.current_term == said.before.current_term, said.after.voted_for == said.before.voted_for,
            said.after.log == said.before.log]


def answers(said, id, candidate, term, granted):
    """That a pre-vote was asked for, and answered so; and nothing changed."""
    state = said.after
    return [type(said.message) is PreVote, (said.message.candidate_id, said.message.term) == (candidate, int(term)),
            said.sent == [PreVoteReply(id, candidate, state.current_term, granted, int(term))],
            state == said.before]


@claim(r"says that it would vote for (\w+) in term (\d+)" + LOGS)
def would(said, id, candidate, term, logs):
    return [*answers(said, id, candidate, term, True),
            compares(logs, said, said.message.last_log_index, said.message.last_log_term)]


@claim(r"says that it would not vote for (\w+) in term (\d+): term (\d+) has begun")
def begun(said, id, candidate, term, own):
    return [*answers(said, id, candidate, term, False), said.after.current_term == int(own) >= int(term)]


@claim(r"says that it would not vote for (\w+) in term (\d+): it leads term (\d+)")
def leads(said, id, candidate, term, own):
    return [*answers(said, id, candidate, term, False), said.after.role == "leader",
            said.after.current_term == int(own)]


@claim(rf"says that it would not vote for (\w+) in term (\d+): by its own clock it counts on the leader it heard "
       rf"for {TICKS} more")
def hears_a_leader(said, id, candidate, term, ticks):
    return [*answers(said, id, candidate, term, False), said.after.role != "leader", 0 < int(ticks) <= said.timeout]


@claim(r"says that it would not vote for (\w+) in term (\d+): (the candidate's log .+ older .+)")
def older(said, id, candidate, term, logs):
    return [*answers(said, id, candidate, term, False),
            compares(logs, said, said.message.last_log_index, said.message.last_log_term)]


@claim(r"says that it would not vote for (\w+) in term (\d+), although that term has not begun, it counts on no leader"
       + LOGS)
def unlike(said, id, candidate, term, logs):
    return [*answers(said, id, candidate, term, False), said.after.current_term < int(term),
            said.after.role != "leader",
            compares(logs, said, said.message.last_log_index, said.message.last_log_term)]


def heard(said, sender, granted, term):
    reply = said.message
    return [type(reply) is PreVoteReply, (reply.sender, reply.vote_granted, reply.request_term) == (
        sender, granted, int(term)), said.before.role == "follower", said.before.current_term == int(term) - 1]


@claim(r"hears from (\w+) that it would not vote for it in term (\d+), and counts (\d+) of the (\d+) it needs")
def refused(said, id, sender, term, count, needed):
    return [*heard(said, sender, False, term), said.after == said.before, said.sent == [],
            0 < int(count) < int(needed) == majority(said)]


@claim(r"hears from (\w+) that it would vote for it, and counts (\d+) of the (\d+) it needs to stand in term (\d+)")
def counted(said, id, sender, count, needed, term):
    return [*heard(said, sender, True, term), said.after == said.before, said.sent == [],
            0 < int(count) < int(needed) == majority(said)]


@claim(r"hears from (\w+) that it would vote for it, counts (\d+) of the (\d+) it needs, "
       r"and becomes a candidate in term (\d+)")
def stands(said, id, sender, count, needed, term):
    return [*heard(said, sender, True, term), int(count) == int(needed) == majority(said), *is_candidate(said, term),
            {type(each) for each in said.sent} == {RequestVote}]


def is_candidate(said, term):
    return [said.after.role == "candidate", said.after.current_term == int(term) == said.before.current_term + 1,
            said.after.voted_for == said.after.id]


@claim(r"ignores the answer of (\w+) about term (\d+): it (?:asks about term (\d+) now|does not ask now)")
def late(said, id, sender, term, now):
    reply = said.message
    return [(reply.sender, reply.request_term) == (sender, int(term)), said.sent == [], now != term,
            now is None or (said.after.role, said.after.current_term) == ("follower", int(now) - 1)]


# ---- Leaders -------------------------------------------------------------------------------------------------------

@claim(rf"leads term (\d+) no more: in {TICKS} of its own clock it has heard from (\d+) of (\d+) servers, "
       r"itself included, and needs (\d+)")
def alone(said, id, term, ticks, count, size, needed):
    return [said.event.kind == "tick", (said.before.role, said.after.role) == ("leader", "follower"),
            int(size) == len(said.after.peers) + 1, 0 < int(count) < int(needed) == majority(said),
            said.after.current_term == int(term), said.after.leader_id is None, int(ticks) == said.timeout,
            *binds_nobody(said)]


@claim(r"refuses its vote to (\w+) in term (\d+) and stays in term (\d+), which it leads")
def leads_on(said, id, candidate, term, own):
    return [said.sent == [RequestVoteReply(id, candidate, int(own), False, int(term))], said.after == said.before,
            said.after.role == "leader", said.after.current_term == int(own) < int(term)]


# ---- Hand-over -----------------------------------------------------------------------------------------------------

@claim(r"is to hand over to (\w+), and takes no commands until it has")
def begins(said, id, to):
    return [said.event.kind == "hand-over", said.after == said.before, said.after.role == "leader",
            [each.receiver for each in said.sent] == [to], type(said.sent[0]) in (AppendEntries, TimeoutNow)]


@claim(r"tells (\w+) to stand at once: as far as it knows, that one has its own log, "
       r"(?:up to index (\d+)|which is empty)")
def hands_over(said, id, to, index):
    state = said.after
    return [TimeoutNow(id, to, state.current_term) in said.sent, state.log.last_index == int(index or 0),
            state.match_index[state.peers.index(to)] == int(index or 0)]


@claim(r"does not take '(.+)', for it hands over to (\w+)")
def waits(said, id, command, to):
    return [said.after == said.before, said.after.role == "leader",
            command in (said.event.detail, getattr(said.message, "command", None)),
            said.sent in ([], [ClientReply(id, *said.message[:1], said.message.serial, False, None, to)]
                          if said.message else [])]


@claim(r"has waited for an election timeout by its own clock, and hands over to (\w+) no more")
def gives_up(said, id, to):
    return [said.event.kind == "tick", said.before.role == "leader", *binds_nobody(said)]


@claim(r"is told by (\w+) to stand at once, and becomes a candidate in term (\d+)")
def told(said, id, sender, term):
    return [type(said.message) is TimeoutNow, said.message.sender == sender,
            said.after.current_term == int(term) > said.message.term, said.after.voted_for == id,
            said.after.role == "candidate", {type(each) for each in said.sent} == {TransferVote}]


@claim(r"is told by (\w+), as the leader of term (\d+), to stand, and does not: it is a (\w+) of term (\d+)")
def told_late(said, id, sender, term, role, own):
    return [said.message == TimeoutNow(sender, id, int(term)), said.after == said.before, said.sent == [],
            (said.after.role, said.after.current_term) == (role, int(own)), int(term) <= int(own)]


def false_sentences(cluster, given):
    """The sentences of these kinds in a run that are not true of it; `given` collects the reasons that are."""
    serving_claims.Said.timeout = cluster.servers[next(iter(cluster.servers))].shortest_timeout
    return serving_claims.false_sentences(cluster, given, CLAIMS, BEYOND)
