"""What the story of a lost answer claims, checked against the run's raw events, without story or state machine."""
import re

from raftlib.protocol.messages import AppendEntries, ClientReply, ClientRequest
from tests.stories.claims import PLACES, says

PLACES["k"] = r"(?:\d+\.\d+: )?x\+=1"  # the command, with or without a number
TIMES = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "five times": 5}
PLACES["o"] = "|".join(TIMES)


def is_wanted(entry):
    return re.fullmatch(PLACES["k"], entry.command) is not None


def x_on(state):
    """How often x grew: each numbered command counts once."""
    applied = [entry.command for entry in state.log.entries[:state.last_applied] if is_wanted(entry)]
    return applied.count("x+=1") + len({command for command in applied if command != "x+=1"})


def written(state):
    return sum(map(is_wanted, state.log.entries))


def of_client(facts, kind=None):
    """What has happened to the client, or what of some kind."""
    return [event for event in facts.past if event.server == "C1" and kind in (None, event.kind)]


def requests(event):
    return [flight for flight in event.sent if isinstance(flight.message, ClientRequest)]


def shows(facts, event):
    """Whether the messages of an event, no others, are pointed at, and under way."""
    flights = {flight.number: flight for flight in event.sent}
    return set(facts.marked) == set(flights) and all(
        flight.sent <= facts.now <= facts.history.way_ends(flight) for flight in flights.values())


def last_reply(facts, is_it):
    """The last reply of some kind that the client has got, and that event."""
    event = [event for event in of_client(facts, "receive") if is_it(event)][-1]
    return event, event.message


def has_answer(facts):
    """Whether a client's command has been answered, so far."""
    return any(event.message.done and event.message.answer.startswith("x=") for event in of_client(facts, "receive"))


def first_request(facts, s1, s2, command):
    [asks] = of_client(facts, "ask")
    [request] = requests(asks)
    leads = [id for id in facts.servers if facts.role(id) == "leader"]
    return (s1 == max(leads, key=facts.term) and (request.message.receiver, request.message.command) == (s2, command)
            and of_client(facts)[-1] is asks and shows(facts, asks))


@says("{s1} leads, but C1, a client, does not know that. It wants x to be 1 more, and asks {s2}: x+=1.")
def asks_at_once(facts, s1, s2):
    return first_request(facts, s1, s2, "x+=1")


@says("{s1} leads, but C1, a client, does not know that. It asks {s2} for a session, in which its commands have "
      "numbers.")
def asks_for_a_session(facts, s1, s2):
    return first_request(facts, s1, s2, "open")


@says("C1 has session {t1}. Now it asks {s} for x+=1, numbered {t2}.{t3}: request {t4} of session {t5}. "
      "(To open it was request {t6}.)")
def has_session(facts, t1, s, t2, t3, t4, t5, t6):
    event, reply = last_reply(facts, lambda event: event.message.done and event.message.answer.startswith("session"))
    [request] = requests(event)
    command = request.message.command
    return (reply.answer == f"session {t1}" and t1 == t2 == t5 and t3 == t4 and command == f"{t2}.{t3}: x+=1"
            and request.message.serial == t3 and reply.serial == t6 and request.message.receiver == s
            and shows(facts, event))


@says("{s1} does not lead: it does nothing with the request, and names {s2}. So C1 asks {s3}.")
def sent_on(facts, s1, s2, s3):
    event, reply = last_reply(facts, lambda event: not event.message.done and event.sent)
    asked = [each for each in facts.past if each.server == s1 and isinstance(each.message, ClientRequest)
             and any(flight.message == reply for flight in each.sent)][-1]
    [request] = requests(event)
    return ((reply.sender, reply.done, reply.leader_id) == (s1, False, s2) and asked.state.role != "leader"
            and asked.state.log == facts.until(asked).states[s1].log and s2 == s3 == request.message.receiver
            and shows(facts, event))


@says("{s1} does not lead, and names nobody new. C1 will ask {s2} in {t} ms.")
def pauses(facts, s1, s2, t):
    event, reply = last_reply(facts, lambda event: not event.message.done and not event.sent)
    asked = {flight.message.receiver for each in of_client(facts) for flight in requests(each)}
    later = next(each for each in facts.history if each.server == "C1" and each.at > event.at and each.sent)
    return ((reply.sender, reply.done) == (s1, False) and not event.sent
            and (reply.leader_id is None or reply.leader_id in asked)
            and (later.at - event.at != t * 1000 or later.sent[0].message.receiver == s2))


def write_of(facts, s):
    """The last time that a server has taken a request for the command, and the entries that it had before."""
    event = [each for each in facts.past if each.server == s and isinstance(each.message, ClientRequest)
             and each.kind == "receive" and each.message.command.endswith("x+=1")
             and each.state.log.last_index > facts.until(each).states[s].log.last_index][-1]
    return event, written(facts.until(event).states[s])


@says("{s} writes {k} into its log, and sends it to {g}. C1 waits.")
def writes(facts, s, k, g):
    event, before = write_of(facts, s)
    carried = {flight.message.receiver for flight in event.sent if isinstance(flight.message, AppendEntries)
               and any(entry.command == k for entry in flight.message.entries)}
    return (before == 0 and event.state.log.entries[-1].command == k == event.message.command and carried == set(g)
            and not has_answer(facts) and shows(facts, event))


def writes_again(facts, s, k):
    event, before = write_of(facts, s)
    commands = [entry.command for entry in event.state.log.entries if is_wanted(entry)]
    return before >= 1 and set(commands) == {k} and shows(facts, event)


@says("{s} writes {k} into its log again. The number is the same: it is no new command.")
def writes_numbered_again(facts, s, k):
    return k != "x+=1" and writes_again(facts, s, k)


@says("{s} can't know that this is the same request: it writes {k} into its log once more.")
def writes_plain_again(facts, s, k):
    return k == "x+=1" and writes_again(facts, s, k)


def step_of(facts, s):
    """A server's state before and after the last event, at which it, the leader, carried something out."""
    event = [each for each in facts.past if each.server == s and each.state][-1]
    states = [each.state for each in facts.past if each.server == s and each.state]
    changed = next(place for place in range(len(states) - 1, 0, -1)
                   if states[place].last_applied > states[place - 1].last_applied)
    assert event.at == facts.now
    assert states[changed].role == "leader"
    return states[changed - 1], states[changed]


def new_entries(before, after):
    return [entry for entry in after.log.entries[before.last_applied:after.last_applied] if is_wanted(entry)]


@says("{n1} of {n2} hold it, a majority: it is committed. {s} carries it out: x is {v}.")
def first_time(facts, n1, n2, s, v):
    before, after = step_of(facts, s)
    [entry] = new_entries(before, after)
    index = after.last_applied
    place = max(index for index in range(1, index + 1) if after.log.entries[index - 1] is entry)
    holders = [id for id in facts.servers if facts.states[id].log.entry_at(place) == entry]
    return n2 == facts.size and facts.majority <= n1 <= len(holders) and (x_on(before), x_on(after)) == (0, v) == (0, 1)


@says("{s} carries it out, and now x+=1 has been done {o}: x is {v}.")
def one_more_time(facts, s, o, v):
    before, after = step_of(facts, s)
    return len(new_entries(before, after)) == 1 and x_on(before) + 1 == x_on(after) == TIMES[o] == v > 1


@says("Committed, but not carried out: {s} remembers that number, and the answer it gave. x is still {v}.")
def remembered(facts, s, v):
    before, after = step_of(facts, s)
    [entry] = new_entries(before, after)
    return x_on(before) == x_on(after) == v and entry.command in [each.command for each in before.applied_log.entries]


@says("{s} commits {n} entries with x+=1 at once. x is {v} there now.")
def several_at_once(facts, s, n, v):
    before, after = step_of(facts, s)
    committed = [entry for entry in after.log.entries[before.commit_index:after.commit_index] if is_wanted(entry)]
    return len(new_entries(before, after)) == len(committed) == n > 1 and x_on(after) == v


@says("Now {s} sends C1 the answer: x={v}.")
def answers(facts, s, v):
    event = [each for each in facts.past if each.kind == "reply" and shows(facts, each)][-1]
    reply = event.sent[0].message
    return event.server == s and reply.done and reply.answer == f"x={v}"


def last_lost(facts):
    event = [each for each in facts.past if each.kind == "lost"
             and isinstance(each.message, ClientRequest | ClientReply)][-1]
    return event.message if (event.flight.number,) == facts.marked and event.at == facts.now else None


@says("The answer is lost on its way. {s} does not notice. C1 hears nothing, and waits.")
def answer_lost(facts, s):
    message = last_lost(facts)
    return message.sender == s and message.done and message.answer.startswith("x=") and not has_answer(facts)


@says("The request to {s} is lost on its way. C1 does not notice, and waits.")
def request_lost(facts, s):
    message = last_lost(facts)
    return isinstance(message, ClientRequest) and message.receiver == s and not has_answer(facts)


def waited(facts, s, t):
    """Whether the client's wait of so many ms has just been over without an answer, and it asks this server."""
    event = of_client(facts, "wait over")[-1]
    since = [each.at for each in of_client(facts) if requests(each) and each is not event][-1]
    return (event.at - since == t * 1000 and not has_answer(facts)
            and [flight.message.receiver for flight in requests(event)] == ([s] if s else []))


def times_over(facts):
    """How often the client has asked for the same again."""
    events, serials, again = of_client(facts), [], 0
    for event in events:
        for flight in requests(event):
            paused = any(each.kind == "receive" and each.at + 50_000 == event.at and not each.sent for each in events)
            again += event.kind == "wait over" and not paused
            serials.append(flight.message.serial)
    return again


@says("No answer for {t} ms: is the request lost or late, or the answer, or is {s1} down? C1 can't know. "
      "It asks another: {s2}.")
def asks_again(facts, t, s1, s2):
    wait = of_client(facts, "wait over")[-1]
    before = [each for each in of_client(facts) if requests(each) and each is not wait][-1]
    return ([flight.message.receiver for flight in requests(before)] == [s1] != [s2] and waited(facts, s2, t)
            and times_over(facts) == 1 and shows(facts, wait))


@says("Again no answer for {t} ms: C1 asks {s}.")
def asks_once_more(facts, t, s):
    return waited(facts, s, t) and times_over(facts) > 1 and shows(facts, of_client(facts, "wait over")[-1])


@says("No answer for {t} ms: C1 gives up. It does not know whether x+=1 was carried out.")
def gives_up(facts, t):
    later = [event for event in facts.history if event.server == "C1" and event.at > facts.now and event.sent]
    return waited(facts, None, t) and not later


def answer_to(facts):
    """The answer to its command that the client has got, and that event: the first one."""
    event = next(event for event in of_client(facts, "receive")
                 if event.message.done and event.message.answer.startswith("x="))
    return event, event.message


def told(facts, v, s=None):
    event, reply = answer_to(facts)
    assert event.at == facts.now
    return reply.done and reply.answer == f"x={v}" and s in (None, reply.sender)


@says("C1 is told x={v1}. It wanted 1 more, and got {v2}: x+=1 was carried out {o}.")
def got_more(facts, v1, v2, o):
    return told(facts, v1) and v1 == v2 == TIMES[o] > 1 and x_on(facts.states[answer_to(facts)[1].sender]) >= v1


@says("C1 is told x={v}. x+=1 stands {o1} in the log of {s}; it was carried out {o2}.")
def stands_often(facts, v, o1, s, o2):
    state = facts.states[s]
    return told(facts, v, s) and v == 1 and written(state) == TIMES[o1] > 1 and x_on(state) == TIMES[o2]


@says("C1 is told x={v}. x+=1 was carried out once.")
def done_once(facts, v):
    state = facts.states[answer_to(facts)[1].sender]
    return told(facts, v) and v == 1 and written(state) == 1 == x_on(state)


@says("By {m} x is {v} on {s}, since more of its requests have been carried out.")
def more_carried_out(facts, m, v, s):
    return m == facts.now and has_answer(facts) and x_on(facts.states[s]) == v > int(answer_to(facts)[1].answer[2:])


def furthest(facts, m, v, s):
    return m == facts.now and x_on(facts.states[s]) == v == max(map(x_on, facts.states.values()))


@says("By {m} x is {v} on {s}, and C1 still waits for an answer.")
def still_waits(facts, m, v, s):
    return furthest(facts, m, v, s) and not has_answer(facts)


@says("By {m} x is {v} on {s}. C1 has given up.")
def has_given_up(facts, m, v, s):
    ends = [event for event in of_client(facts, "wait over") if not event.sent]
    return furthest(facts, m, v, s) and len(ends) == 1 and of_client(facts, "ask")[0].at < ends[0].at
