"""What a story's sentence claims, read from its words and checked against the run's raw events; no story code here."""
import re
from functools import cached_property

from raftlib.protocol.messages import AppendEntries, RequestVote, RequestVoteReply
from raftlib.simulation.key_value import KeyValue

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
PLACES = {"s": r"S\d", "t": r"\d+", "m": r"[\d.]+ ms", "n": rf"(?i:{'|'.join(NUMBERS)})|\d+", "c": r"[xy]\+?=\d+",
          "g": r"S\d(?:(?:, S\d)* and S\d)?", "w": r"its own(?:(?:, S\d's)* and S\d's)?", "a": r"[^.]+", "v": r"-?\d+",
          "l": r"[A-Z]"}
SAID = []  # [pattern, check]


def says(template):
    """The check of sentences of this form: {s1} a server, {t} a term, {m} a time, {n} a number, {c} a command, …"""
    pattern = re.sub(r"\\\{([a-z])(\w*)\\\}", lambda found: f"(?P<{found[1]}{found[2]}>{PLACES[found[1]]})",
                     re.escape(template))

    def keep(check):
        SAID.append((re.compile(pattern), check))
        return check
    return keep


def check(sentence, facts):
    """Raise AssertionError unless exactly one form has the sentence, and what it claims is so."""
    fitting = [(found, test) for pattern, test in SAID if (found := pattern.fullmatch(sentence))]
    assert len(fitting) == 1, f"{len(fitting)} forms for {sentence!r}"
    found, test = fitting[0]
    assert test(facts, **{name: read(name, value) for name, value in found.groupdict().items()}), sentence


def read(name, value):
    """The value of a place."""
    if name[0] == "n":
        value = value.lower()
        return NUMBERS.index(value) if value in NUMBERS else int(value)
    if name[0] in "tv":
        return int(value)
    if name[0] in "gw":
        return re.findall(r"S\d", value)
    return Time(value) if name[0] == "m" else value


def sends(history, letter, command):
    """Whether a client with this letter is the one that sends a command: the letters are given in order."""
    commands = list(dict.fromkeys(event.detail for event in history if event.kind == "command"))
    return commands.index(command) == ord(letter) - ord("A") and len(commands) > 1


def number_of(history, event):
    """Which event of a run it is."""
    return next(number for number, each in enumerate(history) if each is event)


class Time:
    """A time as a sentence has it, rounded; equal to any time (µs) that it may stand for."""

    def __init__(self, text):
        self.time = float(text.removesuffix(" ms")) * 1000
        self.within = 51 if self.time < 10_000 else 501

    def __eq__(self, time):
        return abs(self.time - time) <= self.within

    __hash__ = None


class Facts:
    """A run up to a moment: its events, and what follows from them."""

    def __init__(self, history, moment, flights=(), eye=""):
        self.history, self.now, self.eye = history, moment[0], eye
        self.past = history[:moment[1]]
        self.servers, self.marked = history.servers, flights
        self.size = len(history.servers)
        self.majority = self.size // 2 + 1
        self.states = {event.server: event.state for event in self.past if event.state}

    def until(self, event):
        """The same run before one of its events."""
        return self.until_number(number_of(self.history, event))

    def until_number(self, count):
        """The run up to so many of its events."""
        return Facts(self.history, (0, count))

    def applied(self, id):
        return [entry.command for entry in self.states[id].applied_log.entries]

    def role(self, id):
        return "down" if id in self.down else self.states[id].role

    @property
    def down(self):
        down = set()
        for event in self.past:
            down = down | {event.server} if event.kind == "crash" else down - {event.server} \
                if event.kind == "restart" else down
        return down

    def term(self, id):
        return self.states[id].current_term

    def deadline(self, id):
        return [event.deadline for event in self.past if event.server == id][-1]

    def timers(self):
        """When the timers of all that are up, and wait for a leader, run out."""
        return {id: self.deadline(id) for id in self.servers if self.role(id) in ("follower", "candidate")}

    @cached_property
    def stood(self):
        return [(event.server, event.state.current_term, event.at) for event in self.past
                if event.kind == "election timeout"]

    def candidacies(self, term=None):
        """Who became a candidate, in which term and when, in order."""
        return [each for each in self.stood if term in (None, each[1])]

    @cached_property
    def counted(self):
        """(who was told in time, the term, by whom) of each vote."""
        return {(event.server, event.state.current_term, event.message.sender) for event in self.past
                if event.kind == "receive" and isinstance(event.message, RequestVoteReply)
                and event.message.vote_granted and event.message.request_term == event.state.current_term}

    def yes(self, id, term):
        """Whose votes a candidate has heard of in a term, its own among them."""
        heard = {voter for candidate, of, voter in self.counted if (candidate, of) == (id, term)}
        return heard | {id for server, _, _ in self.candidacies(term) if server == id}

    def cast(self, id, term):
        """For whom a server has voted in a term."""
        votes = {event.state.voted_for for event in self.past
                 if event.server == id and event.state.current_term == term and event.state.voted_for}
        assert len(votes) <= 1
        return next(iter(votes), None)

    def leaders(self, term=None):
        """(server, term, when) of each leader so far, in the order in which they won."""
        found = {}
        for event in self.past:
            if event.state and event.state.role == "leader":
                found.setdefault((event.server, event.state.current_term), event.at)
        return [(id, of, at) for (id, of), at in found.items() if term in (None, of)]

    def spoke(self, id):
        """When a leader spoke to all: at its winning, and at each heartbeat."""
        won = [at for server, _, at in self.leaders() if server == id]
        return [*won, *(event.at for event in self.past if event.server == id and event.kind == "heartbeat timeout")]

    def last_word(self, id):
        """When a server last heard of a leader that it accepts, or gave its vote, or started; its timer began then."""
        return max(event.at for event in self.past if event.server == id and (
            event.kind in ("start", "restart", "election timeout")
            or (event.kind == "receive" and isinstance(event.message, AppendEntries)
                and event.message.term == event.state.current_term)
            or (event.kind == "receive" and isinstance(event.message, RequestVote)
                and any(getattr(flight.message, "vote_granted", False) for flight in event.sent))
            or was_deposed(self.history, event)))

    def under_way(self, kind=None):
        """The marked messages, if each has been sent and has not come."""
        found = [flight for event in self.past for flight in event.sent if flight.number in self.marked]
        ended = {event.flight.number for event in self.past if event.kind in ("receive", "lost")}
        assert len(found) == len(self.marked)
        assert not ended & set(self.marked) or all(flight.arrives == flight.sent for flight in found)
        return [flight.message for flight in found if kind is None or isinstance(flight.message, kind)]

    def log(self, id):
        return [entry.command for entry in self.states[id].log.entries]

    def holders(self, command):
        return [id for id in self.servers if command in self.log(id)]

    def done(self, command):
        return [id for id in self.servers if command in self.applied(id)]

    def events(self, kind):
        return [event for event in self.past if event.kind == kind]

    def answers(self, command):
        return [event for event in self.events("answer") if event.detail[0] == command]

    @property
    def at_end(self):
        return len(self.past) == len(self.history) and self.now == round(self.history.end * 1000)


def was_deposed(history, event):
    """Whether an event made a leader a follower: its timer for others begins then."""
    earlier = [each.state for each in history[:number_of(history, event)] if each.server == event.server and each.state]
    return bool(earlier and event.state and earlier[-1].role == "leader" and event.state.role != "leader")


# ---- An election ---------------------------------------------------------------------------------------------------

@says("A client tells a server to set x to {v}. It does so, and answers. One server can do this alone.")
def alone(facts, v):
    return facts.size == 1 and [event.detail for event in facts.events("answer")] == [(f"x={v}", f"x={v}")]


@says("Then {s} crashes. Until it is back no client gets an answer: the service is gone.")
def gone(facts, s):
    return not facts.events("restart") and facts.down == set(facts.servers) == {s}


@says("Now {n} servers keep copies. If two decided, copies could differ: x=5 here, x=6 there. So one must lead. Nobody "
      "does yet.")
def five(facts, n):
    return n == facts.size and {facts.role(id) for id in facts.servers} == {"follower"}


@says("All are followers: each waits for a leader to speak. Their timers are set to random times: from {m1} ({s1}) to "
      "{m2} ({s2}).")
def drawn(facts, m1, s1, m2, s2):
    timers = facts.timers()
    return (facts.now == 0 and are_followers(facts) and len(timers) == facts.size
            and timers[s1] == min(timers.values()) and m1 == timers[s1]
            and timers[s2] == max(timers.values()) and m2 == timers[s2])


def are_followers(facts):
    return {facts.role(id) for id in facts.servers} == {"follower"}


@says("All are followers: each waits for a leader to speak. Their timers are set to the same time: {m}.")
def alike(facts, m):
    return facts.now == 0 and are_followers(facts) and all(m == timer for timer in facts.timers().values())


@says("{s1}'s timer runs out first. {s2} becomes a candidate and starts election number {t1}: term {t2} begins. Its "
      "new timer is for another try.")
def first_candidate(facts, s1, s2, t1, t2):
    before = facts.until(facts.past[-1])
    return list(before.timers().values()).count(facts.now) == 1 and a_candidate(facts, s1, s2, t1, t2)


@says("{s1}'s timer runs out. {s2} becomes a candidate and starts election number {t1}: term {t2} begins. Its new "
      "timer is for another try.")
def a_candidate(facts, s1, s2, t1, t2):
    spoken = any(isinstance(flight.message, AppendEntries) for event in facts.past for flight in event.sent)
    return (s1 == s2 and t1 == t2 and facts.candidacies() == [(s1, t1, facts.now)] and not spoken
            and facts.deadline(s1) > facts.now)


@says("{s} votes for itself and sends the other {n} a vote request: will you vote for me in term {t}?")
def asks(facts, s, n, t):
    asked = [message.receiver for message in facts.under_way(RequestVote) if (message.sender, message.term) == (s, t)]
    return (facts.cast(s, t) == s and set(asked) == set(facts.servers) - {s} and len(set(asked)) == n
            and facts.candidacies()[-1][:2] == (s, t))


@says("{s}'s timer runs out: a candidate in term {t}, it votes for itself, sends {n} vote requests, and sets a timer "
      "for another try.")
def stands_and_asks(facts, s, t, n):
    return asks(facts, s, n, t) and len(facts.candidacies()) == 1 and facts.deadline(s) > facts.now


@says("{s}'s timer runs out first: a candidate in term {t}, it votes for itself, sends {n} vote requests, and sets a "
      "timer for another try.")
def stands_first_and_asks(facts, s, t, n):
    [(_, _, at)] = facts.candidacies()
    before = facts.until(next(event for event in facts.past if event.kind == "election timeout"))
    return list(before.timers().values()).count(at) == 1 and stands_and_asks(facts, s, t, n)


@says("{s1}'s timer runs out before {s2}'s request reaches it. Term {t} has two candidates now, and each has voted for "
      "itself.")
def rival(facts, s1, s2, t):
    reached = [event for event in facts.events("receive")
               if event.server == s1 and isinstance(event.message, RequestVote)
               and (event.message.sender, event.message.term) == (s2, t)]
    return (not reached and [id for id, _, _ in facts.candidacies(t)] == [s2, s1]
            and facts.cast(s1, t) == s1 and facts.cast(s2, t) == s2)


def without_leader(facts, first, last, votes, s, term):
    """Terms in which nobody has led, or had a majority, and the next one, begun just now."""
    none = all(not facts.leaders(each) and all(len(facts.yes(id, each)) < facts.majority for id in facts.servers)
               for each in range(first, last + 1))
    id, of, at = facts.candidacies()[-1]
    return none and votes == facts.majority and (id, of, at) == (s, term, facts.now) and term == last + 1 \
        and len(facts.candidacies(term)) == 1


@says("Term {t1} ends without a leader: nobody has {n} votes in time. Then {s}'s timer runs out, and term {t2} begins.")
def one_term(facts, t1, n, s, t2):
    return without_leader(facts, t1, t1, n, s, t2)


@says("Terms {t1} to {t2} end without a leader: nobody has {n} votes in time. Then {s}'s timer runs out, and term {t3} "
      "begins.")
def more_terms(facts, t1, t2, n, s, t3):
    return t1 < t2 and without_leader(facts, t1, t2, n, s, t3)


@says("{s} has {n1} votes of {n2}, {w}: a majority. It alone leads term {t}: each has one vote per term.")
@says("{s} has {n1} vote of {n2}, {w}: a majority. It alone leads term {t}: each has one vote per term.")
def wins(facts, s, n1, n2, w, t):
    assert all(facts.cast(id, t) in (None, *facts.servers) for id in facts.servers)  # not for two
    votes = facts.yes(s, t)
    rivals = [id for id, _, _ in facts.leaders(t)] + [id for id, _, _ in Facts(
        facts.history, (0, len(facts.history))).leaders(t)]
    return (len(votes) == n1 >= facts.majority and votes == {s, *w} and n2 == facts.size and set(rivals) == {s}
            and facts.role(s) == "leader" and facts.leaders()[-1] == (s, t, facts.now))


def interval(history, id):
    """How long a leader waits before it speaks again (µs)."""
    leads = [event for event in history if event.server == id and event.state.role == "leader" and event.deadline]
    return {event.deadline - event.at for event in leads if event.kind == "heartbeat timeout"} \
        or {event.deadline - event.at for event in leads}


def every(facts, id, m):
    return any(m == each for each in interval(facts.history, id))


@says("A leader speaks at once, and again every {m}: its heartbeat. Each heartbeat sets the others' "
      "timers to new random times; they stay followers.")
def speaks(facts, m):
    id, _, won = facts.leaders()[-1]
    others = set(facts.servers) - {id}
    return (every(facts, id, m) and facts.role(id) == "leader"
            and all(facts.role(other) == "follower" for other in others)
            and all(facts.last_word(other) >= won and facts.states[other].leader_id == id for other in others))


@says("A leader speaks at once, and every {m}: its heartbeat. Each sets the others' timers anew. {g} gives up and "
      "follows.")
@says("A leader speaks at once, and every {m}: its heartbeat. Each sets the others' timers anew. {g} give up and "
      "follow.")
def speaks_to_rivals(facts, m, g):
    id, _, at = facts.leaders()[-1]
    won = next(number for number, event in enumerate(facts.past)
               if event.at == at and event.server == id and event.state.role == "leader")
    then = Facts(facts.history, (at, won + 1))
    return speaks(facts, m) and set(g) == {id for id in facts.servers if then.role(id) == "candidate"}


@says("{s}'s heartbeat reaches {g1}, a candidate until then. {g2} gives up and follows: term {t} has a leader.")
@says("{s}'s heartbeat reaches {g1}, candidates until then. {g2} give up and follow: term {t} has a leader.")
def rivals_give_up(facts, s, g1, g2, t):
    gave_up, roles = [], {}
    for event in facts.past:
        if isinstance(event.message, AppendEntries) and event.kind == "receive" and event.message[:1] == (s,) \
                and roles[event.server] == "candidate" and event.state.leader_id == s:
            gave_up.append(event)
        roles[event.server] = event.state.role if event.state else None
    return (g1 == g2 and g1 == [event.server for event in gave_up if event.message.term == t]
            and gave_up[-1] is facts.past[-1] and facts.role(s) == "leader" and facts.term(s) == t
            and all(facts.role(id) == "follower" for id in g1))


@says("{s} sends its heartbeat at once and every {m}. {n1} of the other {n2} heard it and set their "
      "timers to new random times.")
def speaks_to_some(facts, s, m, n1, n2):
    _, _, won = [each for each in facts.leaders() if each[0] == s][-1]
    heard = [id for id in facts.servers if id != s and facts.role(id) == "follower"
             and facts.states[id].leader_id == s and facts.last_word(id) >= won]
    return every(facts, s, m) and len(heard) == n1 and n2 == facts.size - 1


@says("{s} sends its heartbeat at once, and then every {m}: so the others know that it leads.")
def speaks_to_nobody(facts, s, m):
    return every(facts, s, m) and facts.role(s) == "leader" and facts.leaders()[-1][2] == facts.now


@says("{s1} leads, but its heartbeats are {m1} apart. {s2} hears of no leader for {m2}: its timer runs out, and term "
      "{t} begins.")
def too_slow(facts, s1, m1, s2, m2, t):
    return every(facts, s1, m1) and m1.time > m2.time and loses_patience(facts, s1, s2, m2, t)


@says("{s1} leads, but {s2} hears of no leader for {m}: its timer runs out, and term {t} begins.")
def loses_patience(facts, s1, s2, m, t):
    before = Facts(facts.history, (facts.now, len(facts.past) - 1))
    return (m == facts.now - before.last_word(s2) and facts.role(s1) == "leader" and facts.term(s1) < t
            and facts.candidacies()[-1] == (s2, t, facts.now))


@says("{s1} led only for {m}. A message of {s2} says term {t}, which is higher than its own: {s3} becomes a "
      "follower.")
def is_deposed(facts, s1, m, s2, t, s3):
    event = facts.past[-1]
    _, term, at = [each for each in facts.leaders() if each[0] == s1][-1]
    return (s1 == s3 == event.server and m == facts.now - at and facts.role(s1) == "follower"
            and (event.message.sender, event.message.term, facts.term(s1)) == (s2, t, t) and t > term)


@says("By {m} no timer has run out: nobody leads, and nobody asks for votes.")
def nothing_yet(facts, m):
    return m == facts.now and facts.at_end and not [at for _, _, at in facts.candidacies() if at > last_crash(facts)] \
        and no_leader(facts)


def last_crash(facts):
    return max((event.at for event in facts.events("crash")), default=-1)


def no_leader(facts):
    return all(facts.role(id) != "leader" for id in facts.servers)


@says("No leader by {m}, in term {t}: no candidate has had {n} votes in time.")
def never(facts, m, t, n):
    after = [each for each in facts.leaders() if each[2] > last_crash(facts)]
    return (m == facts.now and facts.at_end and not after and no_leader(facts) and n == facts.majority
            and max(map(facts.term, facts.servers)) == t)


@says("No leader by {m1}, in term {t}: the timers differ by {m2} at most, and a message takes {m3} at least.")
def never_with_these(facts, m1, t, m2, m3):
    drawn = [event.deadline - event.at for event in facts.past if event.kind in ("start", "election timeout")]
    takes = [flight.arrives - flight.sent for event in facts.past for flight in event.sent]
    return (never(facts, m1, t, facts.majority) and m2 == max(drawn) - min(drawn) and m3 == min(takes)
            and m2.time <= m3.time)


@says("At {m} the servers do not all follow one leader: this story can't begin.")
def no_beginning(facts, m):
    up = set(facts.servers) - facts.down
    led_by = [id for id in up if facts.role(id) == "leader" and all(
        facts.role(other) == "follower" and facts.states[other].leader_id == id for other in up - {id})]
    return m == facts.now and facts.at_end and not led_by


def waited(facts):
    """For how long the timers that ran out had waited."""
    set_at, deadlines, found = {}, {}, []
    for event in facts.past:
        if event.kind == "election timeout":
            found.append(event.at - set_at[event.server])
        if event.deadline != deadlines.get(event.server):
            set_at[event.server], deadlines[event.server] = event.at, event.deadline
    return found


@says("At {m1} the servers do not all follow one leader: this story can't begin. Heartbeats are {m2} apart; a timer "
      "waited {m3}.")
def too_rare_to_begin(facts, m1, m2, m3):
    leads = {id for id, _, _ in facts.leaders()}
    return (no_beginning(facts, m1) and m3.time < m2.time and any(every(facts, id, m2) for id in leads)
            and any(m3 == each for each in waited(facts)))


@says("At {m1} the servers do not all follow one leader: this story can't begin. A message took {m2}; a timer waited "
      "{m3}.")
def too_slow_to_begin(facts, m1, m2, m3):
    took = [flight.arrives - flight.sent for event in facts.past for flight in event.sent]
    return (no_beginning(facts, m1) and m2 == max(took) and m3 == min(waited(facts))
            and 2 * (max(took) + 501) >= min(waited(facts)))


@says("A client tells {s1}: {c}. {s2} sends it on, and answers once it knows of {n1} copies of {n2}: {w}.")
def serves(facts, s1, c, s2, n1, n2, w):
    event, asked = facts.past[-1], facts.events("command")
    sent = [flight.message for each in facts.past for flight in each.sent if isinstance(flight.message, AppendEntries)
            and c in [entry.command for entry in flight.message.entries]]
    said = {each.message.sender for each in facts.events("receive") if each.server == s1
            and getattr(each.message, "success", False)
            and each.message.prev_log_index + each.message.entry_count >= facts.log(s1).index(c) + 1}
    return (s1 == s2 and (event.kind, event.server, event.detail[0]) == ("answer", s1, c) and facts.role(s1) == "leader"
            and [(each.server, each.detail) for each in asked] == [(s1, c)]
            and {message.sender for message in sent} == {s1} and {message.receiver for message in sent} >= said
            and {message.receiver for message in sent} == set(facts.servers) - {s1}
            and said == set(w) and len(w) + 1 == n1 == facts.majority and n2 == facts.size
            and set(facts.holders(c)) >= {s1, *w})


# ---- With the eyes of one server -----------------------------------------------------------------------------------

@says("{n} servers keep equal copies. One of them must lead: it decides the order of all changes. Nobody leads yet.")
def equal_copies(facts, n):
    return n == facts.size and facts.now == 0 and no_leader(facts) and len({tuple(facts.log(id)) for id in facts.servers
                                                                            }) == 1


@says("Now look with the eyes of {s}. It sees its own timer, and the messages that it sends and gets. Nothing else.")
def eyes(facts, s):
    return facts.eye == s


@says("If {s} hears of no leader until {m}, its timer runs out: it becomes a candidate and asks for votes.")
def own_timer(facts, s, m):
    return facts.eye == s and facts.now == 0 and m == facts.timers()[s]


def has_heard_a_leader(facts, id):
    return any(event.server == id and event.kind == "receive" and isinstance(event.message, AppendEntries)
               for event in facts.past)


@says("By {m} {s1} has heard of no leader. Election number {t1} has begun: {s2} is in term {t2}.")
def unled(facts, m, s1, t1, s2, t2):
    return (s1 == s2 == facts.eye and t1 == t2 == facts.term(s1) and m == facts.now
            and not has_heard_a_leader(facts, s1) and facts.candidacies(t1))


@says("By {m} {s} has heard of no leader, and of no election.")
def nothing_heard(facts, m, s):
    return (s == facts.eye and m == facts.now and facts.term(s) == 0
            and not [event for event in facts.past if event.server == s and event.kind == "receive"])


@says("{s1} asks {s2}: will you vote for me in election number {n}, called term {t}? {s3} has given that vote to "
      "nobody, and says yes.")
def asked_for_its_vote(facts, s1, s2, n, t, s3):
    reply, *copies = facts.under_way(RequestVoteReply)  # a network may double it
    sent = next(event for event in facts.past if any(flight.message is reply for flight in event.sent))
    assert copies == [reply] * len(copies)
    before = facts.until(sent)
    return (s2 == s3 == facts.eye and n == t and (reply.sender, reply.receiver, reply.vote_granted) == (s2, s1, True)
            and reply.request_term == t == facts.term(s2) and facts.cast(s2, t) == s1
            and (sent.message.sender, sent.message.term) == (s1, t) and before.cast(s2, t) is None)


@says("It also sets its timer to a new random time. Whom else {s1} asks, and what they say, {s2} does not see.")
def sees_no_more(facts, s1, s2):
    granted = [event for event in facts.past if event.server == s2 and facts.cast(s2, facts.term(s2)) == s1
               and any(getattr(flight.message, "vote_granted", False) for flight in event.sent)][-1]
    others = {flight.message.receiver for event in facts.past for flight in event.sent
              if isinstance(flight.message, RequestVote) and flight.message.sender == s1} - {s2}
    return (s2 == facts.eye and others and facts.last_word(s2) == granted.at
            and granted.deadline > granted.at)


@says("A message: {s1} leads term {t}. So at least {n1} of {n2} voted for it. {s2} follows, and sets its timer "
      "to a new time.")
def hears_of_a_leader(facts, s1, t, n1, n2, s2):
    event = facts.past[-1]
    return (event.server == s2 == facts.eye and (event.message.sender, event.message.term) == (s1, t)
            and len(facts.yes(s1, t)) >= n1 == facts.majority and n2 == facts.size
            and facts.role(s2) == "follower" and facts.states[s2].leader_id == s1 and facts.last_word(s2) == event.at)


@says("{s1} says every {m} that it leads: its heartbeat. Each sets {s2}'s timer to a new time. "
      "{s3} does not see who else follows.")
def hears_again(facts, s1, m, s2, s3):
    event = facts.past[-1]
    return (event.server == s2 == s3 == facts.eye and isinstance(event.message, AppendEntries)
            and event.message.sender == s1 and every(facts, s1, m) and facts.last_word(s2) == event.at
            and facts.states[s2].leader_id == s1)


@says("Then {s1} hears of no leader for {m}. Its timer runs out: it becomes a candidate, and starts term {t}.")
def own_candidacy(facts, s1, m, t):
    before = facts.until(facts.past[-1])
    return (s1 == facts.eye and m == facts.now - before.last_word(s1) and facts.candidacies()[-1] == (s1, t, facts.now)
            and facts.past[-1].server == s1)


@says("Then a message of {s1} says term {t}. It is higher than {s2}'s: another election has begun.")
def another_election(facts, s1, t, s2):
    event = facts.past[-1]
    return (event.server == s2 == facts.eye and (event.message.sender, event.message.term) == (s1, t)
            and facts.until(event).term(s2) < t and facts.candidacies(t))


@says("Then {s} hears nothing more, until {m}.")
def heard_no_more(facts, s, m):
    later = [event for event in facts.past if event.server == s and event.at > facts.last_word(s)]
    return s == facts.eye and m == facts.now and facts.at_end and not [
        event for event in later if isinstance(event.message, AppendEntries)]


# ---- The leader crashes --------------------------------------------------------------------------------------------

@says("{s} leads and sends its heartbeat every {m}. Whoever gets one sets its timer to a new random time, "
      "and stays a follower.")
def led(facts, s, m):
    messages = facts.under_way(AppendEntries)
    return (every(facts, s, m) and facts.role(s) == "leader" and {message.sender for message in messages} == {s}
            and {message.receiver for message in messages} == set(facts.servers) - {s})


@says("{s} crashes and says nothing more. The others can't know why it is silent.")
def crashes(facts, s):
    later = [flight for event in facts.history if event.at > facts.now for flight in event.sent
             if flight.message.sender == s]
    restart = [event.at for event in facts.history if event.kind == "restart"]
    return facts.down == {s} and all(flight.sent >= min(restart) for flight in later)


@says("{n} timers run on: no heartbeat sets them to new times. That of {s} will run out first, at {m}.")
def timers_run_on(facts, n, s, m):
    timers = facts.timers()
    after = [event for event in facts.history[len(facts.past):] if event.kind == "election timeout"]
    started = [event for event in facts.history[len(facts.past):number_of(facts.history, after[0])]
               if event.kind == "receive" and event.deadline != deadline_before(facts.history, event)]
    return (n == len(timers) == facts.size - len(facts.down) and timers[s] == min(timers.values()) and m == timers[s]
            and after[0].server == s and after[0].at == timers[s] and not started)


def deadline_before(history, event):
    return [each.deadline for each in history[:number_of(history, event)] if each.server == event.server][-1]


@says("{m} after the crash {s1}'s timer runs out. {s2} becomes a candidate, starts election number {t1}, term {t2}, "
      "and a timer for another try.")
def candidate_after_crash(facts, m, s1, s2, t1, t2):
    return (s1 == s2 and t1 == t2 and facts.deadline(s1) > facts.now and m == facts.now - last_crash(facts)
            and facts.candidacies()[-1] == (s1, t1, facts.now)
            and len([at for _, _, at in facts.candidacies() if at > last_crash(facts)]) == 1)


@says("{s1} votes for itself and sends the other {n} a vote request. {s2} is down and can't answer.")
def asks_the_dead(facts, s1, n, s2):
    asked = facts.under_way(RequestVote)
    return ({message.sender for message in asked} == {s1} and len({message.receiver for message in asked}) == n
            and n == facts.size - 1 and s2 in facts.down and facts.cast(s1, asked[0].term) == s1
            and facts.candidacies()[-1][0] == s1)


@says("{s1} has {n1} votes, {w}: a majority of all {n2}; who is down counts, too. {s2} leads term {t}.")
def wins_after_crash(facts, s1, n1, w, n2, s2, t):
    return (s1 == s2 and facts.yes(s1, t) == {s1, *w} and 1 + len(w) == n1 >= facts.majority and n2 == facts.size
            and facts.down and facts.leaders()[-1] == (s1, t, facts.now))


@says("Nobody led for {m}. In that time clients had to wait. {s} sends its heartbeat at once, so that all know.")
def gap(facts, m, s):
    _, _, won = [each for each in facts.leaders() if each[0] == s][-1]
    leads = [each for each in facts.leaders() if last_crash(facts) < each[2] < won]
    said = facts.under_way(AppendEntries)
    return m == won - last_crash(facts) and not leads and {message.sender for message in said} == {s} \
        and len({message.receiver for message in said}) == facts.size - 1


@says("{s} comes back as a follower, in term {t} still: a term is kept on disk, a role is not.")
def comes_back(facts, s, t):
    event = facts.past[-1]
    before = [each.state for each in facts.past[:-1] if each.server == s and each.state][-1]
    return ((event.server, event.kind) == (s, "restart") and facts.role(s) == "follower"
            and facts.term(s) == t == before.current_term)


@says("A message of {s1} says term {t1}. The higher number counts: {s2} is in term {t2} now.")
def hears_of_a_higher_term(facts, s1, t1, s2, t2):
    event = facts.past[-1]
    before = facts.until(event)
    return (event.server == s2 and event.message.sender == s1 and event.message.term == t1 == t2 == facts.term(s2)
            and before.term(s2) < t2 and before.role(s2) == "follower"
            and s2 in {each.server for each in facts.events("restart")})


# ---- A split vote --------------------------------------------------------------------------------------------------

@says("{n} servers, no leader. {s1}'s timer is to run out first, at {m1}. {s2}'s is the next, {m2} later.")
def close(facts, n, s1, m1, s2, m2):
    timers = facts.timers()
    first, second, *_ = sorted(timers.values())
    return (n == facts.size and facts.now == 0 and no_leader(facts) and timers[s1] == first and timers[s2] == second
            and m1 == first and m2 == second - first)


@says("{s} becomes a candidate in term {t}: it votes for itself and sends the others its vote request.")
def stands(facts, s, t):
    asked = facts.under_way(RequestVote)
    return ([each[:2] for each in facts.candidacies()] == [(s, t)] and facts.cast(s, t) == s
            and {message.receiver for message in asked} == set(facts.servers) - {s})


@says("{s}'s request comes before another timer has run out: term {t} has one candidate alone.")
def no_rival(facts, s, t):
    return [id for id, _, _ in facts.candidacies(t)] == [s] == [id for id, _, _ in facts.candidacies()]


def votes_are(facts, told, n1, n2, term):
    """Whether these are the votes of each candidate of a term, at the end of it."""
    counted = {id: len(facts.yes(id, term)) for id, _, _ in facts.candidacies(term)
               if facts.term(id) == term and facts.role(id) == "candidate"}
    return counted == told and n1 == facts.majority and n2 == facts.size and not facts.leaders(term)


TALLY = "A majority would be {n8} of {n9}. Each waits until its timer runs out."


@says("{s1} has {n1} vote in term {t}. " + TALLY)
@says("{s1} has {n1} votes in term {t}. " + TALLY)
def one_tally(facts, s1, n1, t, n8, n9):
    return votes_are(facts, {s1: n1}, n8, n9, t)


@says("{s1} has {n1} vote in term {t}, {s2} {n2}. " + TALLY)
@says("{s1} has {n1} votes in term {t}, {s2} {n2}. " + TALLY)
def two_tallies(facts, s1, n1, t, s2, n2, n8, n9):
    return votes_are(facts, {s1: n1, s2: n2}, n8, n9, t)


@says("{s1} has {n1} vote in term {t}, {s2} {n2}, {s3} {n3}. " + TALLY)
@says("{s1} has {n1} votes in term {t}, {s2} {n2}, {s3} {n3}. " + TALLY)
def three_tallies(facts, s1, n1, t, s2, n2, s3, n3, n8, n9):
    return votes_are(facts, {s1: n1, s2: n2, s3: n3}, n8, n9, t)


@says("No candidate has more than {n} votes in term {t}. " + TALLY)
def many_tallies(facts, n, t, n8, n9):
    votes = [len(facts.yes(id, t)) for id, _, _ in facts.candidacies(t)]
    return max(votes) == n < facts.majority == n8 and n9 == facts.size


@says("{s}'s timer was {m1} ahead of the next one, and its requests took {m2} at most: there was no rival.")
def well_ahead(facts, s, m1, m2):
    id, term, at = facts.candidacies()[-1]
    stood = next(event for event in facts.past if event.kind == "election timeout" and event.at == at
                 and event.server == id)
    others = [timer for other, timer in facts.until(stood).timers().items() if other != s]
    takes = [flight.arrives - flight.sent for flight in stood.sent]
    return (id == s and [each for each, _, _ in facts.candidacies(term)] == [s] and m1 == min(others) - at
            and m2 == max(takes) and min(others) - at > max(takes))


# ---- A command's journey -------------------------------------------------------------------------------------------

@says("A client tells the leader, {s}, a command: {c}. Only a leader takes commands.")
def told(facts, s, c):
    event = facts.past[-1]
    return (event.kind, event.server, event.detail) == ("command", s, c) and facts.role(s) == "leader"


@says("{s} writes {c} at the end of its log, the list of all commands. It does not carry it out yet.")
def written(facts, s, c):
    return facts.log(s)[-1] == c and c not in [entry.command for entry in facts.states[s].applied_log.entries]


@says("{s} sends {c} to the other {n}: each is to write the same command at the same place.")
def sent(facts, s, c, n):
    messages = facts.under_way(AppendEntries)
    return (n == facts.size - 1 == len({message.receiver for message in messages})
            and all(message.sender == s and c in [entry.command for entry in message.entries] for message in messages))


@says("{s1} is the first to get it: it writes {c} into its own log and says yes to {s2}.")
def first_copy(facts, s1, c, s2):
    replies = facts.under_way()
    earlier = [event for event in facts.past if event.state and c in [each.command for each in event.state.log.entries]]
    followers = [event.server for event in earlier if event.server != s2]
    return (followers[0] == s1 and set(facts.holders(c)) == {s1, s2}
            and all((reply.sender, reply.receiver, reply.success) == (s1, s2, True) for reply in replies))


@says("The message to {s1} gets lost. No harm: {s2} will send {c} to {s3} again, with a later one.")
def lost(facts, s1, s2, c, s3):
    event = facts.past[-1]
    again = [flight.message for later in facts.history[len(facts.past):] for flight in later.sent
             if flight.message[:2] == (s2, s1)
             and c in [entry.command for entry in getattr(flight.message, "entries", ())]]
    return s1 == s3 and event.kind == "lost" and event.message[:2] == (s2, s1) and again


@says("{n1} have said yes; with {s} itself that is {n2} of {n3}: a majority. {c} is committed: it can't get "
      "lost any more.")
def committed(facts, n1, s, n2, n3, c):
    index = facts.log(s).index(c) + 1
    said = {event.message.sender for event in facts.events("receive") if event.server == s
            and getattr(event.message, "success", False)
            and event.message.prev_log_index + event.message.entry_count >= index}
    before = facts.until(facts.past[-1]).states[s]
    kept = all(c in facts_at_end.log(id) for facts_at_end in [Facts(facts.history, (0, len(facts.history)))]
               for id in facts_at_end.holders(c))
    return (len(said) == n1 and n2 == n1 + 1 >= facts.majority and n3 == facts.size
            and facts.states[s].commit_index >= index > before.commit_index and kept)


@says("Only now {s} carries it out, and answers the client: {a}. That took {m} in all.")
def answered(facts, s, a, m):
    event = facts.past[-1]
    command = event.detail[0]
    taken = next(each for each in facts.events("command") if each.detail == command and command in
                 [entry.command for entry in each.state.log.entries])
    return (event.kind, event.server, event.detail[1]) == ("answer", s, a) and m == event.at - taken.at


@says("The others don't know yet that {c} is committed. {s}'s next message tells them, {m} later.")
def others_are_told(facts, c, s, m):
    index = facts.log(s).index(c) + 1
    knew = next(event for event in facts.past if event.server == s and event.state.commit_index >= index)
    sent = next(event for event in facts.history if event.at >= knew.at and any(
        getattr(flight.message, "leader_commit", 0) >= index for flight in event.sent))
    told = facts.under_way(AppendEntries)
    before = facts.until(sent)
    return (all(message.leader_commit >= index and message.sender == s for message in told) and m == sent.at - knew.at
            and all(before.states[id].commit_index < index for id in facts.servers if id != s))


@says("All {n1} have carried out {c}, {m} after the client sent it: {n2} equal copies.")
def everywhere(facts, n1, c, m, n2):
    taken = next(event for event in facts.events("command") if event.detail == c and c in
                 [entry.command for entry in event.state.log.entries])
    before = facts.until(facts.past[-1]) if facts.past[-1].kind != "answer" else None
    return (n1 == n2 == facts.size and set(facts.done(c)) == set(facts.servers) and m == facts.now - taken.at
            and (before is None or len(before.done(c)) < facts.size))


@says("By {m} {n1} of {n2} have carried it out. The others have not heard of it yet.")
def not_everywhere(facts, m, n1, n2):
    return m == facts.now and facts.at_end and n1 == len(facts.done("x=5")) < n2 == facts.size


@says("By {m} {n1} of {n2} servers hold {c}, and the client has no answer: it is not known to be committed.")
def no_answer(facts, m, n1, n2, c):
    return (m == facts.now and facts.at_end and n1 == len(facts.holders(c)) and n2 == facts.size
            and not facts.answers(c))


# ---- Two sides of a cut --------------------------------------------------------------------------------------------

def sides(facts):
    """The leader that a cut leaves on its side, that side, and the other."""
    cut = next(event for event in facts.history if event.kind == "cut")
    before = facts.until(cut)
    old = max((id for id in facts.servers if before.role(id) == "leader"), key=before.term)
    there = {other for id, other in cut.detail if id == old}
    return old, set(facts.servers) - there, there, cut


def while_cut(facts, event):
    healed = next(each for each in facts.history if each.kind == "heal")
    return sides(facts)[3].at <= event.at <= healed.at


@says("Client {l1} has told {s}: {c}. All {n} hold it; it is committed. Client {l2} has its answer.")
def held_before_the_cut(facts, l1, s, c, n, l2):
    assert l1 == l2
    assert sends(facts.history, l1, c)
    old, _, _, event = sides(facts)
    return (s == old and facts.past == facts.until(event).past and n == facts.size == len(facts.holders(c))
            and all(c in facts.applied(id) for id in facts.servers) and len(facts.answers(c)) == 1)


@says("The network is cut: {g1} here; {g2} there. No message crosses. {s} is still the leader.")
def cut(facts, g1, g2, s):
    old, here, there, event = sides(facts)
    crossed = [each for each in facts.history if each.kind == "receive" and while_cut(facts, each)
               and (each.message.sender in here) != (each.message.receiver in here)]
    return (set(g1), set(g2), s, facts.past[-1]) == (here, there, old, event) and not crossed


@says("Client {l1} tells {s1}: {c}. {n1} of {n2} hold it, a majority: {s2} commits it and answers.")
def old_side_answers(facts, l1, s1, c, n1, n2, s2):
    event = facts.past[-1]
    assert sends(facts.history, l1, c)
    return (s1 == s2 == sides(facts)[0] and event.kind == "answer" and event.server == s1 and event.detail[0] == c
            and n1 == len(facts.holders(c)) >= facts.majority and n2 == facts.size and while_cut(facts, event))


@says("Client {l1} tells {s1}: {c}. Only {n1} of {n2} holds it, no majority: {s2} can't commit it, and gives no "
      "answer.")
@says("Client {l1} tells {s1}: {c}. Only {n1} of {n2} hold it, no majority: {s2} can't commit it, and gives no answer.")
def old_side_cannot(facts, l1, s1, c, n1, n2, s2):
    assert sends(facts.history, l1, c)
    healed = next(event for event in facts.history if event.kind == "heal")
    index = number_of(facts.history, healed)
    at_heal = Facts(facts.history, (healed.at, index))
    most = max(len(Facts(facts.history, (0, count)).holders(c)) for count in range(len(facts.past), index + 1))
    return (s1 == s2 == sides(facts)[0] and n1 == len(facts.holders(c)) == most < facts.majority and n2 == facts.size
            and not at_heal.answers(c) and c not in [entry.command for entry in at_heal.states[s1].applied_log.entries])


@says("Client {l1} tells {s1}: {c}. {n1} of {n2} hold it, but {s2} has not heard so: the client has no answer yet.")
def old_side_does_not_know(facts, l1, s1, c, n1, n2, s2):
    assert sends(facts.history, l1, c)
    return (s1 == s2 == sides(facts)[0] and n1 == len(facts.holders(c)) >= facts.majority and n2 == facts.size
            and not facts.answers(c) and c not in facts.applied(s1))


@says("The other side hears no leader. {s}'s timer runs out, but no leader is found there as long as the cut lasts.")
def no_leader_in_time(facts, s):
    _, _, there, _ = sides(facts)
    leads = [each for each in facts.history if each.state and each.state.role == "leader" and each.server in there
             and while_cut(facts, each)]
    return s in there and len(there) >= facts.majority and not leads and facts.candidacies()[-1][::2] == (s, facts.now)


@says("The other side hears no leader. {s1}'s timer runs out, and with {n1} votes of {n2}, {w}, {s2} leads term "
      "{t}.")
def second_leader(facts, s1, n1, n2, w, s2, t):
    return (s1 == s2 and s1 in sides(facts)[2] and facts.yes(s1, t) == {s1, *w} and 1 + len(w) == n1 >= facts.majority
            and n2 == facts.size and facts.leaders()[-1] == (s1, t, facts.now) and while_cut(facts, facts.past[-1]))


@says("The other side hears no leader. {s}'s timer runs out: it asks for votes in term {t}.")
def other_side_begins(facts, s, t):
    _, _, there, event = sides(facts)
    assert while_cut(facts, facts.past[-1])
    return [each for each in facts.candidacies() if each[2] > event.at and each[0] in there] == [(s, t, facts.now)]


@says("With {n1} votes of {n2}, {w}, {s} leads term {t}.")
def elected(facts, n1, n2, w, s, t):
    return (facts.yes(s, t) == {s, *w} and 1 + len(w) == n1 >= facts.majority and n2 == facts.size
            and facts.leaders()[-1] == (s, t, facts.now) and facts.past[-1].server == s)


@says("The other side hears no leader. {s}'s timer runs out, but only {n1} of {n2} can hear it ask: no majority, no "
      "leader.")
def no_second_leader(facts, s, n1, n2):
    _, _, there, event = sides(facts)
    leads = [each for each in facts.history if each.state and each.state.role == "leader" and each.server in there
             and while_cut(facts, each)]
    return s in there and n1 == len(there) < facts.majority and n2 == facts.size and not leads \
        and [(id, at) for id, _, at in facts.candidacies() if at > event.at and id in there] == [(s, facts.now)]


@says("Now two servers lead, {s1} in term {t1} and {s2} in term {t2}. But only one of them has a majority.")
def two_leaders(facts, s1, t1, s2, t2):
    _, here, there, _ = sides(facts)
    return (facts.role(s1) == facts.role(s2) == "leader" and (facts.term(s1), facts.term(s2)) == (t1, t2)
            and s1 in here and s2 in there and (len(here) >= facts.majority) != (len(there) >= facts.majority))


@says("Client {l1} tells {s}: {c}. {n1} of {n2} hold it, a majority: it is committed. Client {l2} has its answer.")
def new_side_answers(facts, l1, s, c, n1, n2, l2):
    assert l1 == l2
    assert sends(facts.history, l1, c)
    event = facts.past[-1]
    return (s in sides(facts)[2] and event.kind == "answer" and event.server == s and event.detail[0] == c
            and n1 == len(facts.holders(c)) >= facts.majority and n2 == facts.size and while_cut(facts, event))


@says("Client {l1} tells {s1}: {c}. {s2} is no leader and can't take it. Client {l2} must wait.")
def no_leader_there(facts, l1, s1, c, s2, l2):
    assert l1 == l2
    assert sends(facts.history, l1, c)
    event = facts.past[-1]
    return s1 == s2 == event.server and event.kind == "command" and event.detail == c \
        and facts.role(s1) != "leader" and c not in facts.log(s1)


@says("The cut is healed. Messages cross again, and with them the higher term.")
def mended(facts):
    terms = {facts.term(id) for id in facts.servers}
    return facts.past[-1].kind == "heal" and not facts.past[-1].detail and len(terms) > 1


@says("The cut is healed. Messages cross again.")
def mended_in_one_term(facts):
    return facts.past[-1].kind == "heal" and len({facts.term(id) for id in facts.servers}) == 1


@says("{s1} led term {t1}. A message of {s2} says term {t2}, which is higher: {s3} becomes a follower.")
def steps_down(facts, s1, t1, s2, t2, s3):
    event = facts.past[-1]
    before = facts.until(event)
    return (s1 == s3 == event.server and before.role(s1) == "leader" and before.term(s1) == t1 < t2
            and facts.role(s1) == "follower" and facts.term(s1) == t2 == event.message.term
            and event.message.sender == s2)


@says("{s1} still leads term {t1}, and has {c}, never committed. Now a message of {s2} says term {t2}, which is "
      "higher.")
def hears_of_a_newer_leader(facts, s1, t1, c, s2, t2):
    event = facts.history[len(facts.past)]  # right before it comes
    return (s1 == event.server and event.at == facts.now and facts.role(s1) == "leader" and facts.term(s1) == t1 < t2
            and (event.message.sender, event.message.term) == (s2, t2) and c in facts.log(s1)
            and not any(c in Facts(facts.history, (0, count)).applied(s1) for count in range(1, len(facts.past))
                        if s1 in Facts(facts.history, (0, count)).states))


@says("{s1} becomes a follower, deletes its copy of {c1}, and writes down what {s2} sends instead. {a} {c2}.")
@says("{s1} becomes a follower, deletes its copy of {c1}, and writes down what {s2} sends instead. No server has {c2} "
      "any more.")
def steps_down_and_deletes(facts, s1, c1, s2, c2, a=""):
    c = c1
    before = facts.until(facts.past[-1])
    return before.role(s1) == "leader" and facts.role(s1) == "follower" and c in before.log(s1) \
        and c not in facts.log(s1) and deletes(facts, s1, c, s2, c2, a)


@says("{s1} deletes its copy of {c1}, which was never committed, and writes down what {s2} sends instead. {a} {c2}.")
@says("{s1} deletes its copy of {c1}, which was never committed, and writes down what {s2} sends instead. No server "
      "has {c2} any more.")
def deletes(facts, s1, c1, s2, c2, a=""):
    holders, c = facts.holders(c1), c1
    assert c1 == c2
    assert re.findall(r"S\d", a) == holders
    assert a == "" or re.fullmatch("S\\d still has" if len(holders) == 1 else ".* and S\\d still have", a)
    event = facts.past[-1]
    before = facts.until(event)
    entry = next(entry for entry in before.states[s1].log.entries if entry.command == c)
    applied = [entry in each.state.applied_log.entries for each in facts.history if each.state]
    return (event.server == s1 and event.message.sender == s2 and entry not in facts.states[s1].log.entries
            and not any(applied))


@says("All {n} logs are equal again. What a client got an answer for is in them: {a}.")
def equal_logs(facts, n, a):
    answered = {event.detail[0] for event in facts.events("answer")}
    return (n == facts.size and len({tuple(facts.log(id)) for id in facts.servers}) == 1
            and answered == set(re.split(", | and ", a)) and answered <= set(facts.log("S1")) and facts.at_end)


@says("All {n} logs are equal again. No client got an answer in this run.")
def equal_without_answer(facts, n):
    return n == facts.size and len({tuple(facts.log(id)) for id in facts.servers}) == 1 and not facts.events("answer")


@says("The logs are not all equal yet: {s}'s messages must reach everyone.")
def unequal_logs_of_a_leader(facts, s):
    return unequal_logs_at_end(facts) and facts.role(s) == "leader" and facts.term(s) == max(
        facts.term(id) for id in facts.servers if facts.role(id) == "leader")


@says("The logs are not all equal yet: a leader must be found first, and its messages must reach everyone.")
def unequal_logs(facts):
    return no_leader(facts) and unequal_logs_at_end(facts)


def unequal_logs_at_end(facts):
    return facts.at_end and len({tuple(facts.log(id)) for id in facts.servers}) > 1


# ---- Three copies and one order ------------------------------------------------------------------------------------

def orders(facts, id):
    """The commands that a server has carried out."""
    return [entry.command for entry in facts.states[id].applied_log.entries]


def value(commands):
    """What x is after some commands."""
    x = 0
    for command in commands:
        name, number = re.split(r"\+?=", command)
        assert name == "x"
        x = x + int(number) if "+" in command else int(number)
    return x


@says("Three servers keep copies of a number, x: it is 0. One client tells all three {c1}, another one {c2} (add 1).")
def to_all_three(facts, c1, c2):
    sent = {(event.server, event.detail) for event in facts.history if event.kind == "command"}
    return facts.size == 3 and c2 == "x+=1" and KeyValue().apply("x+=0") == "x=0" \
        and not any(orders(facts, id) for id in facts.servers) \
        and sent == {(id, command) for id in facts.servers for command in (c1, c2)}


@says("{s} hears {c1} before {c2}, and carries them out in this order: its x is {v}.")
def one_way(facts, s, c1, c2, v):
    return orders(facts, s) == [c1, c2] and v == value([c1, c2]) and len(came_at(facts, s)) == 2


@says("{s} hears {c1} and {c2} at once, and carries them out in this order: its x is {v}.")
def both_ways(facts, s, c1, c2, v):
    return orders(facts, s) == [c1, c2] == ["x=5", "x+=1"] and v == value([c1, c2]) and len(came_at(facts, s)) == 1


@says("{s} hears them the other way round: its x is {v}. Nothing was lost, and still the copies differ.")
def other_way(facts, s, v):
    values = {value(orders(facts, id)) for id in facts.servers if len(orders(facts, id)) == 2}
    return v == value(orders(facts, s)) and len(values) == 2 and not facts.events("lost")


@says("All three hear them in the same order, by luck: x is {v} everywhere. With another seed they may differ.")
def by_luck(facts, v):
    return all_heard_alike(facts, v) and len(came_at(facts)) > 1


def all_heard_alike(facts, v):
    return len({tuple(orders(facts, id)) for id in facts.servers}) == 1 and value(orders(facts, "S1")) == v \
        and len(orders(facts, "S1")) == 2


def came_at(facts, *servers):
    """The times at which the clients' commands came, to all servers or to these."""
    return {event.time for event in facts.history
            if event.kind == "command" and event.server in (servers or facts.servers)}


@says("Each message takes equally long. So both come together, and {c}, which is named first, is taken first: x is {v} "
      "everywhere.")
def together(facts, c, v):
    return all_heard_alike(facts, v) and len(came_at(facts)) == 1 and orders(facts, "S1")[0] == c == "x=5"


@says("Now {s} decides: it is the leader, and both clients send to it. It takes {c} first, and writes it down as "
      "number 1.")
def decides(facts, s, c):
    return facts.role(s) == "leader" and facts.log(s) == [c] \
        and {event.server for event in facts.history if event.kind == "command"} == {s}


@says("{c} comes second: number 2. {s} sends each command with its number to {g}.")
def comes_second(facts, c, s, g):
    came = [event.message for event in facts.history if isinstance(event.message, AppendEntries)]
    sent = {(message.receiver, message.prev_log_index + place) for message in came
            for place, _ in enumerate(message.entries, 1)}
    return facts.log(s)[1] == c and set(g) == set(facts.servers) - {s} and sent >= {(id, n) for id in g for n in (1, 2)}


@says("All three carry out number 1, then number 2. Every x is {v}: one order, equal copies.")
def one_order(facts, v):
    done = {tuple(orders(facts, id)) for id in facts.servers}
    return len(done) == 1 and len(next(iter(done))) == 2 and value(next(iter(done))) == v


@says("By {m} no leader has taken both commands: none stays long enough.")
def no_single_leader(facts, m):
    took = {id for id in facts.servers for event in facts.events("command") if event.server == id
            and event.state.role == "leader"}
    return m == facts.now and facts.at_end and (len(took) != 1 or len({id for id in facts.servers
                                                if len(facts.log(id)) == 2}) == 0)


@says("{n} of three have carried out both by now.")
def not_all_three(facts, n):
    return n == sum(len(orders(facts, id)) == 2 for id in facts.servers) < 3 and facts.at_end
