"""What each why-sentence claims, compared with the states and messages of its run: it shares nothing with the servers.

A sentence is read as a reader has it, as text. Each pattern below is the claim of one reason; `Said` gives it what is
known of the event: the server's states before and after it, the message that came, the request which that answers, and
what was sent.
"""
import re
from dataclasses import dataclass
from functools import lru_cache, partial

from raftlib.protocol.messages import AppendEntries, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER


@dataclass
class Said:
    """What the run itself knows of one event."""

    event: object
    before: object
    after: object
    request: object  # that the message answers, if it is a reply
    deadline: int | None  # of the timer, before the event
    server: Server
    states: dict  # of all servers, this one's after the event

    @property
    def message(self):
        return self.event.message

    @property
    def sent(self):
        return [flight.message for flight in self.event.sent]

    @property
    def is_intact(self):
        return type(self.server) is Server


def span(text):
    """The indexes of "entry 3" or "entries 3 to 5", an empty list where no entry is named."""
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    return list(range(numbers[0], numbers[-1] + 1)) if numbers else []


def carries(request, text):
    """Whether a request carries "a heartbeat", or the entries that are named."""
    first = request.prev_log_index + 1
    return (span(text) == list(range(first, first + len(request.entries))) and bool(request.entries)
            if text != "a heartbeat" else not request.entries)


CLAIMS = {}


def claim(pattern):
    """A function of (said, *groups) that lists what must all be true of the run; numbers come as numbers."""
    def kept(holds):
        CLAIMS[re.compile(r"\w+ " + pattern)] = holds
        return holds
    return kept


# ---- Terms, timers, restarts ---------------------------------------------------------------------------------

@claim(r"\((\w+) of term (\d+)\) sees term (\d+) in a message from (\w+)(?:, and is a (\w+) of term (\d+) now|"
       r", and is in term (\d+) now)")
def sees_term(said, role, old, new, sender, role_now, now, follows_on):
    stays = follows_on is not None
    role_now, now = (FOLLOWER, follows_on) if stays else (role_now, now)
    return [stays == (role == role_now == FOLLOWER),
            (said.before.role, said.before.current_term) == (role, old), said.message.term == new > old,
            said.message.sender == sender, said.after.current_term == now, role_now in (FOLLOWER, said.after.role),
            (role_now, now) == (FOLLOWER, new) or not said.is_intact]


@claim(r"ignores the reply of (\w+): it answers a request of term (\d+), and term (\d+) has begun")
def ignores_reply(said, sender, old, now):
    return [said.message.sender == sender, said.request.term == old < now == said.after.current_term,
            said.request.sender == said.after.id, said.sent == []]


@claim(r"is a (\w+) now, and ignores the reply of (\w+) to what it sent as a leader")
def leads_no_more(said, role, sender):
    return [said.after.role == role != LEADER, said.message.sender == sender, isinstance(said.request, AppendEntries),
            said.request.term == said.after.current_term]


@claim(r"starts again as a (\w+), with what is on its disk; when it stopped, its term was (\d+), "
       r"and it had voted for (\w+)(?:, with (\d+) entr(?:y|ies) in its log)?")
def restarts(said, role, term, vote, entries):
    before = said.before
    return [said.event.kind == "restart", role == FOLLOWER, said.after.role == FOLLOWER or not said.is_intact,
            (before.current_term, before.voted_for or "nobody", before.log.last_index) == (
                term, vote, entries or 0), entries != 0]


@claim(r"is a (\w+) and takes no command; as its leader it knows (\w+)")
def takes_no_command(said, role, leader):
    return [said.event.kind == "command", said.after == said.before, said.after.role == role != LEADER,
            (said.after.leader_id or "nobody") == leader]


@claim(r"\(a (\w+)\) becomes a candidate in term (\d+), since its timer has run out")
def stands(said, role, term):
    return [said.before.role == role != CANDIDATE, *timed_out(said, term)]


@claim(r"\(a (\w+) with (\d+) of the (\d+) votes it needs\) becomes a candidate again, in term (\d+), "
       r"since its timer has run out")
def stands_again(said, role, votes, needed, term):
    return [said.before.role == role == CANDIDATE, len(said.before.votes) == votes,
            needed == said.server.majority(), *timed_out(said, term)]


def timed_out(said, term):
    """The timer ran out, by itself or, as is said, by hand; and a new term has begun with it."""
    by_hand = "is made to run out by hand" in said.event.why
    return [said.event.kind == "election timeout", by_hand or said.event.at == said.deadline,
            said.before.current_term + 1 == term == said.after.current_term, said.after.role in (CANDIDATE, LEADER)]


# ---- Votes ---------------------------------------------------------------------------------------------------

@claim(r"refuses its vote to (\w+): the request is of term (\d+), and term (\d+) has begun")
def refuses_old_candidate(said, candidate, old, now):
    return [said.message.candidate_id == candidate, said.message.term == old < now,
            said.before.current_term == now == said.after.current_term, *answers(said, candidate, False)]


@claim(r"votes for (\w+) in term (\d+): its vote is (free|\w+'s already)(?:, and (.+))?")
def votes(said, candidate, term, vote, logs):
    return [*answers(said, candidate, True), said.after.voted_for == candidate, said.message.term == term,
            vote_was(said, vote), compares(said, logs)]


@claim(r"refuses its vote to (\w+) in term (\d+): its vote is (free|\w+'s already)")
def has_voted(said, candidate, term, vote):
    return [*answers(said, candidate, False), said.message.term == term, vote_was(said, vote)]


@claim(r"refuses its vote to (\w+) in term (\d+): (the candidate's log .+)")
def refuses_log(said, candidate, term, logs):
    return [*answers(said, candidate, False), said.message.term == term, compares(said, logs)]


def answers(said, candidate, granted):
    """Exactly this answer is sent to the candidate that has asked."""
    return [said.message.candidate_id == candidate,
            [(type(each), each.receiver, each.vote_granted) for each in said.sent[:1]] == [
                (RequestVoteReply, said.message.sender, granted)],
            set(said.sent) == {*said.sent[:1]}]  # a network that doubles it sends it twice


def vote_was(said, text):
    """Whether the vote was free, or whose it was, when the candidate asked."""
    old, new_term = said.before.voted_for, said.message.term > said.before.current_term
    possible = {None} if new_term else {old}
    if type(said.server).adopt_term is not Server.adopt_term:  # it may keep its vote for the new term
        possible.add(old)
    return text in {"free" if vote is None else f"{vote}'s already" for vote in possible}


def compares(said, text):
    """Whether the two logs compare as is said: (term, index) of the request's last entry against the own one."""
    theirs = said.message.last_log_term, said.message.last_log_index
    own = said.before.log.last_term, said.before.log.last_index
    if text is None:
        return not theirs[1] and not own[1]
    if theirs == own:
        return text == f"the candidate's log is as new as its own (both {end(*own)})"
    by = "last term" if theirs[0] != own[0] and theirs[1] and own[1] else "length"
    return text == (f"the candidate's log ({end(*theirs)}) is {'newer' if theirs > own else 'older'} than its own "
                    f"({end(*own)}), by its {by}")


def end(term, index):
    """How the end of a log is written."""
    return f"to index {index}, term {term}" if index else "empty"


@claim(r"refuses its vote to (\w+) in term (\d+), although its vote is (free|\w+'s already)(?: and (.+))?")
def refuses_all_the_same(said, candidate, term, vote, logs):
    return [*answers(said, candidate, False), said.message.term == term, vote_was(said, vote), compares(said, logs),
            "older" not in (logs or ""), not said.is_intact]


@claim(r"\(a (\w+) in term (\d+)\) is no candidate and does not count the answer of (\w+)")
def counts_nothing(said, role, term, voter):
    return [said.after == said.before, said.after.role == role != CANDIDATE,
            (said.after.current_term, said.message.sender) == (term, voter)]


@claim(r"hears no from (\w+) in term (\d+) and counts (\d+) of the (\d+) votes it needs")
def gets_no_vote(said, voter, term, votes, needed):
    return [said.message.sender == voter, not said.message.vote_granted, said.request.term == term,
            len(said.after.votes) == votes < needed == said.server.majority()]


@claim(r"counts (\d+) of the (\d+) votes it needs in term (\d+)")
def counts(said, votes, needed, term):
    return [said.message.sender in said.after.votes, len(said.after.votes) == votes < needed,
            needed == said.server.majority(), said.after.role == CANDIDATE,
            term == said.after.current_term == said.request.term,
            said.message.vote_granted or not said.is_intact]


@claim(r"counts (\d+) of (\d+) votes and leads term (\d+)")
def wins(said, votes, size, term):
    return [len(said.after.votes) == votes, size == len(said.after.peers) + 1,
            (said.after.role, said.after.current_term) == (LEADER, term), votes > size / 2 or not said.is_intact]


@claim(r"\((\w+) of term (\d+)\) hears that (\w+) leads term (\d+), and is a (\w+)")
def gives_way(said, role, own, leader, term, now):
    return [(said.before.role, said.after.current_term) == (role, own), role != FOLLOWER, now == said.after.role,
            (said.message.leader_id, said.message.term) == (leader, term)]


# ---- A leader's log ------------------------------------------------------------------------------------------

@claim(r"speaks again: (.+)")
def speaks(said, text):
    text, _, commit = text.partition("; committed up to index ")
    requests = {each.receiver: each for each in said.sent}
    named = {receiver: entries for entries, receiver in re.findall(r"(entr(?:y|ies) \d+(?: to \d+)?) to (S\d)", text)}
    bare, left = requests.keys() - named.keys(), len(said.after.peers) - len(named)
    whom = f"{len(bare)} of the others" if len(bare) < left else "the other one" if left == 1 else "all others"
    heartbeats = f"{'a heartbeat' if len(bare) == 1 else 'heartbeats'} to {whom}"
    return [said.event.kind == "heartbeat timeout", int(commit or 0) == (said.after.commit_index if requests else 0),
            all(carries(requests[id], entries) for id, entries in named.items()),
            all(not requests[id].entries for id in bare), (text == "to nobody") == (not requests),
            text.endswith(heartbeats) if bare else "heartbeat" not in text]


@claim(r"appends '(.+)' at index (\d+) in term (\d+)")
def takes_command(said, command, index, term):
    return [said.event.detail == command, said.after.log.entry_at(index) == (term, command),
            said.before.log.last_index + 1 == index, term == said.after.current_term]


@claim(r"hears from (\w+) that it has accepted the log up to index (\d+)")
def learns(said, follower, index):
    return [*is_yes(said, follower), ends_at(said.request) == index == index_of(said, "match_index", follower),
            said.before.match_index != said.after.match_index]


@claim(r"hears yes from (\w+) and learns nothing new(?:: it knew of (.+) already)?")
def learns_nothing(said, follower, entries):
    known = index_of(said, "match_index", follower)
    return [*is_yes(said, follower), ends_at(said.request) <= known,
            span(entries or "") == list(range(1, known + 1)), said.before.match_index == said.after.match_index]


def is_yes(said, follower):
    """The message says yes to a request of this leadership."""
    return [said.message.success, said.message.sender == said.request.receiver == follower,
            said.request.term == said.after.current_term]


def ends_at(request):
    """The last index that a request speaks of."""
    return request.prev_log_index + len(request.entries)


def index_of(said, table, peer):
    """A leader's next_index or match_index of a peer, after the event."""
    return getattr(said.after, table)[said.after.peers.index(peer)]


@claim(r"commits up to index (\d+): as far as it knows the log up to there is on ([\w, ]+) \((\d+) of (\d+)\), "
       r"and the entry is of (.+)")
def commits(said, index, holders, count, size, term):
    known = dict(zip(said.after.peers, said.after.match_index, strict=True))
    entry, own = said.after.log.entry_at(index), said.after.current_term
    really = [id for id, state in said.states.items() if state.log.entry_at(index) == entry]
    return [said.before.commit_index < index == said.after.commit_index, size == len(known) + 1,
            holders.split(", ") == [said.after.id, *(id for id in known if known[id] >= index)],
            count == len(holders.split(", ")), set(holders.split(", ")) <= set(really) or not said.is_intact,
            term == (f"its own term {own}" if entry.term == own else f"term {entry.term}, not of its own term {own}")]


@claim(r"hears from (\w+) that it refuses what comes after index (\d+), and goes back: next_index is (\d+) now")
def goes_back(said, follower, index, next_index):
    return [*is_no(said, follower, index), index_of(said, "next_index", follower) == next_index]


@claim(r"hears from (\w+) that it refuses what comes after index (\d+), and learns nothing new: "
       r"next_index is (\d+) and match_index (\d+) already")
def stays(said, follower, index, next_index, match_index):
    return [*is_no(said, follower, index), said.before == said.after,
            index_of(said, "next_index", follower) == next_index,
            index_of(said, "match_index", follower) == match_index]


def is_no(said, follower, index):
    """The message says no to a request of this leadership that began after `index`."""
    return [not said.message.success, said.message.sender == said.request.receiver == follower,
            (said.request.term, said.request.prev_log_index) == (said.after.current_term, index)]


# ---- A follower's log ----------------------------------------------------------------------------------------

@claim(r"refuses (\w+) as a leader: the message is of term (\d+), and term (\d+) has begun")
def refuses_old_leader(said, leader, old, now):
    return [said.message.leader_id == leader, said.message.term == old < now == said.after.current_term,
            *refuses(said)]


def refuses(said):
    """The request is answered, with no."""
    return [said.sent, not any(each.success for each in said.sent)]


@claim(r"refuses (.+) from (\w+), which expects an entry at index (\d+), (?:of term (\d+)|and names no term): "
       r"there it has (none|one of term \d+)")
def lacks(said, payload, leader, index, term, found):
    own = said.before.log.term_at(index)
    return [*refuses(said), carries(said.message, payload), said.message.leader_id == leader,
            (said.message.prev_log_term, said.message.prev_log_index) == (term, index),
            found == ("none" if own is None else f"one of term {own}"),
            own is None or own != term or not said.is_intact]


@claim(r"deletes (.+): at index (\d+) it has an entry of term (\d+), and (\w+) sends one of term (\d+)")
def deletes(said, entries, index, own, leader, term):
    theirs = said.message.entries[index - said.message.prev_log_index - 1]
    return [said.before.log.term_at(index) == own != term == theirs.term, said.message.leader_id == leader,
            span(entries) == list(range(index, said.before.log.last_index + 1))]


@claim(r"appends (entr.+), from (\w+)")
def appends(said, entries, leader):
    held = [said.after.log.entry_at(index) for index in span(entries)]
    return [said.message.leader_id == leader, span(entries)[-1] == said.after.log.last_index,
            held == list(said.message.entries[-len(held):])]


@claim(r"has nothing to append: (\w+) sends (a heartbeat|entr.+)")
def has_all(said, leader, payload):
    entries, already, _ = payload.partition(", which it has already")
    sent = enumerate(said.message.entries, said.message.prev_log_index + 1)
    return [said.message.leader_id == leader, carries(said.message, entries),
            bool(already) == bool(said.message.entries), len(said.after.log) <= len(said.before.log),
            all(said.after.log.term_at(index) == entry.term for index, entry in sent)]


@claim(r"hears from (\w+) that the log is committed up to index (\d+), and has applied it up to index (\d+)")
def hears_of_commit(said, leader, index, applied):
    return [said.message.leader_id == leader, said.message.leader_commit >= index,
            said.before.commit_index < index == said.after.commit_index, applied == said.after.last_applied]


def by_hand(text):
    """Whether a sentence tells what was done to the run, and not what a server decided."""
    return re.fullmatch(r"\w+ crashes|the election timeout of \w+ is made to run out by hand"
                        r"|the \w+ from \w+ to \w+ is held up for [\d.]+ ms by hand: it would arrive at [\d.]+ ms"
                        r"|the \w+ from \w+ to \w+ is doubled by hand: the copy would arrive at [\d.]+ ms", text)


# ---- A whole run ---------------------------------------------------------------------------------------------

def false_sentences(cluster, checked=None):
    """The sentences of a run that are not true of it, each with its time; `checked` collects those that are."""
    before, deadlines, answered = {}, {}, {}
    for event in cluster.history:
        if event.server is None:
            continue
        note_answers(answered, event)
        states = before | {event.server: event.state}
        said = Said(event, before.get(event.server), event.state, answered.get(event.flight and event.flight.number),
                    deadlines.get(event.server), cluster.servers[event.server], states)
        for sentence in [decision.why for decision in event.decisions]:
            if not by_hand(sentence):
                if not is_true(sentence, said):
                    yield event.time, sentence
                elif checked is not None:
                    checked.append(sentence)
        before, deadlines[event.server] = states, event.deadline


def note_answers(answered, event):
    """Which request each reply under way answers: the message that its server was receiving when it was sent."""
    for flight in event.sent:
        if hasattr(flight.message, "request_term"):
            answered[flight.number] = answered[event.flight.number] if event.kind == "duplicate" else event.message


def is_true(sentence, said):
    """Whether a sentence makes one claim, about this server, and it holds."""
    found = claims_in(sentence)
    return len(found) == 1 and all(found[0](said)) and sentence.split()[0] == said.event.server


@lru_cache
def claims_in(sentence):
    """What a sentence claims, as functions of what is known of its event."""
    return [partial(made_of, holds, match.groups()) for pattern, holds in CLAIMS.items()
            if (match := pattern.fullmatch(sentence))]


def made_of(holds, groups, said):
    return holds(said, *(int(each) if each and each.isdigit() else each for each in groups))
