"""The leader crashes: silence, the next candidate, a majority of all five, and the old leader's return."""
from raftlib.simulation.cluster import Cluster
from raftlib.stories import elections, goals
from raftlib.stories.leading import led, settled
from raftlib.stories.no_leader import cannot_begin
from raftlib.stories.record import Record, Step, heartbeat_of, is_append
from raftlib.stories.story import ROLE, TERM, TIMER, Beat, Story, in_order
from raftlib.stories.telling import Hands, Telling
from raftlib.stories.words import ms, number, own_and

QUIET = 120  # ms that the first leader leads at least, and the second before the first comes back
CRASHES = 400  # ms, or later: as in the scenario `leader_crash`
SHOWS = elections.SHOWS


def the_leader_crashes(seed: int = 7, election_timeout=(150, 300), heartbeat: float = 50, latency=(5, 15),
                       sliders=None) -> Telling:
    """What the others do when the leader is gone, and what it does when it comes back; times in ms.

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, Hands((), goals.LOSE_THE_MAJORITY), seed=seed, election_timeout=election_timeout,
                   heartbeat=heartbeat, latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats)


def run(**settings) -> Cluster:
    """Five servers elect a leader, it crashes, they search for another one, and the first comes back."""
    cluster = Cluster(servers=5, **settings)
    crashed = led(cluster, QUIET)
    if crashed:
        cluster.run(to=max(CRASHES, cluster.time))
        crashed = settled(cluster)
    if not crashed:
        return cluster
    cluster.crash(crashed)
    if not led(cluster, QUIET):
        return cluster
    cluster.restart(crashed)
    cluster.run(for_=QUIET)
    return cluster


def beats(record: Record) -> list[Beat]:
    """From the leader's last words to its return, or to what happens instead."""
    crash = record.first(lambda step: step.event.kind == "crash")
    if not crash:
        return cannot_begin(record)
    told = [speaks(record, crash), goes(crash)]
    campaign = elections.Campaign(record, crash.number)
    if not campaign.first:
        told.append(elections.nobody_wins(campaign))
    else:
        told += [waits(record, crash, campaign.first), stands(crash, campaign.first)]
        told += [asks(record, crash, campaign.first), *search(record, crash, campaign)]
    last = told[-1]
    leader = elections.leads_at(record, last.moment)
    if not leader:
        return [*in_order(told), elections.try_a_candidate(last)]
    return [*in_order(told), last.handed_over(f"Click {leader}, press Crash, then ▶. Then crash one more, and a third: "
                                              "when is no new leader found?")]


def speaks(record: Record, crash: Step) -> Beat:
    """The leader as it was."""
    who = crash.server
    heard = [step for step in record.all(lambda step: step.server == who and any(map(is_append, step.event.sent)),
                                         before=crash.number) if record.amid(step.event.sent) < crash.moment]
    messages = [flight for flight in heard[-1].event.sent if is_append(flight)]
    every = ms(heartbeat_of(record.last(lambda step: step.server == who and step.wins, crash.number)))
    return Beat(record.amid(messages), f"{who} leads and sends its heartbeat every {every}. Whoever gets one sets "
                "its timer to a new random time, and stays a follower.", (who,),
                tuple(flight.number for flight in messages), shows=(ROLE, TIMER))


def goes(crash: Step) -> Beat:
    """The crash."""
    return Beat(crash.moment, f"{crash.server} crashes and says nothing more. The others can't know why it is silent.",
                (crash.server,), shows=(ROLE, TIMER))


def waits(record: Record, crash: Step, candidacy: Step) -> Beat:
    """The timers of the others, once the last of them has been started."""
    restarted = record.last(lambda step: step.starts_timer and step.server != crash.server
                            and step.number > crash.number, candidacy.number)
    moment = (restarted or crash).moment
    deadlines = record.deadlines(moment.count)
    running = number(len(deadlines)).capitalize()
    said = (f"{running} timers run on: no heartbeat sets them to new times. That of {candidacy.server} will run out "
            f"first, at {ms(deadlines[candidacy.server])}.")
    return Beat(moment, said, tuple(deadlines), shows=(ROLE, TIMER))


def stands(crash: Step, candidacy: Step) -> Beat:
    """The first timer that runs out."""
    who, later = candidacy.server, ms(candidacy.event.at - crash.event.at)
    return Beat(candidacy.moment, f"{later} after the crash {who}'s timer runs out. {who} becomes a candidate, starts "
                f"election number {candidacy.term}, term {candidacy.term}, and a timer for another try.", (who,),
                shows=(ROLE, TIMER, TERM))


def asks(record: Record, crash: Step, candidacy: Step) -> Beat:
    """Its requests are under way, one of them to a server that is down."""
    who = candidacy.server
    return Beat(elections.before_rivals(record, candidacy), f"{who} votes for itself and sends the other "
                f"{number(record.size - 1)} a vote request. {crash.server} is down and can't answer.",
                (who, crash.server), elections.asking(record, candidacy), shows=SHOWS)


def search(record: Record, crash: Step, campaign: elections.Campaign) -> list[Beat]:
    """How the search ends, and what becomes of the first leader."""
    win = campaign.win
    told = []
    if campaign.last_term > campaign.first.term:
        told.append(elections.next_term(campaign))
    elif campaign.rivals():
        told.append(elections.rival_stands(campaign))
    if not win:
        return [*told, elections.nobody_wins(campaign)]
    votes = own_and(id for id in win.after.votes if id != win.server)
    told.append(Beat(win.moment, f"{win.server} has {number(len(win.after.votes))} votes, {votes}: a majority of all "
                     f"{number(record.size)}; who is down counts, too. {win.server} leads term {win.term}.",
                     (win.server, *win.after.votes), shows=SHOWS))
    told.append(Beat(record.amid(win.event.sent), f"Nobody led for {ms(win.event.at - crash.event.at)}. In that time "
                     f"clients had to wait. {win.server} sends its heartbeat at once, so that all know.", (win.server,),
                     tuple(flight.number for flight in win.event.sent), shows=SHOWS))
    return [*told, *filter(None, [elections.rivals_give_up(record, win)]), *comes_back(record, crash, win)]


def comes_back(record: Record, crash: Step, win: Step) -> list[Beat]:
    """The first leader, restarted, and how it hears of a higher term; none if it does not, or first begins one itself.
    """
    who = crash.server
    restart = record.first(lambda step: step.event.kind == "restart", win.number)
    hears = restart and record.first(lambda step: step.server == who and step.term > crash.term, restart.number)
    if not hears or hears.event.kind != "receive":
        return []
    return [Beat(restart.moment, f"{who} comes back as a follower, in term {crash.term} still: a term is kept on disk, "
                 "a role is not.", (who,), shows=SHOWS),
            Beat(hears.moment, f"A message of {hears.event.message.sender} says term {hears.term}. The higher number "
                 f"counts: {who} is in term {hears.term} now.", (who, hears.event.message.sender), shows=SHOWS)]
