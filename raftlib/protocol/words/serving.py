"""The sentences of clients, and of servers that serve them: like those of `sentences`, and true of any server, too.

Where the paper's figure has no rule, a reason begins with the section of the dissertation: §6.2 finding the leader,
§6.3 asking again, §6.4 reads, §4.2.3 votes while a leader is heard.
"""

SERVING = {
    "F1 redirects": "{} is a {} and takes no request of {}; as its leader it names {}",
    "L3 answers": "{} tells {} the answer to {!r}: {!r}",
    "§6.2 asks": "{} asks {} for {!r}{}",
    "§6.2 follows": "{} hears that {} is no leader and names {}, and asks there for {!r}",
    "§6.2 pauses": "{} hears that {} is no leader and names {}, and will ask {} in {} ms",
    "§6.2 answered": "{} has its answer to {!r} from {}: {!r}",
    "§6.2 late": "{} ignores what {} says: it is about request {}, and {}",
    "§6.2 gone on": "{} hears late that {} is no leader and names {}: it has gone on since, and does nothing",
    "§6.3 opens": "{} asks {} for a session, so that {!r} can be told from its repetition",
    "§6.3 opened": "{} has session {}, and asks {} for {!r} in it, as request {}",
    "§6.3 expired": "{} hears from {} that its session {} is over: whether {!r} was carried out, it can't know",
    "§6.3 again": "{} has had no answer from {} for {} ms and asks {} for {!r} again; {} may have been heard before",
    "§6.3 gives up": "{} has had no answer from {} for {} ms and asks no more: {!r} may be carried out or not",
    "§6.4 memory": "{} answers {!r} of {} from its own memory, which holds the log up to index {}, "
                   "and asks nobody whether it still leads",
    "§6.4 no-op": "{} appends an empty entry at index {}, so that an entry of its own term {} can be committed",
    "§6.4 waits": "{} lets {!r} of {} wait: no entry of its own term {} is known to be committed yet",
    "§6.4 asks": "{} keeps {!r} of {} for index {}, and asks {} whether it still leads: heartbeat {}",
    "§6.4 follows": "{} follows {} in term {}, and answers its heartbeat {}",
    "§6.4 counted": "{} hears yes from {} to heartbeat {}: {} of the {} it needs, itself included",
    "§6.4 confirmed": "{} hears yes from {} to heartbeat {}, {} of the {} it needs, and answers {}",
    "§6.4 unasked": "{} hears from {} about heartbeat {}, for which no read waits",
    "§6.4 refused": "{} hears no from {} to heartbeat {}",
    "§6.4 lease": "{} answers {!r} of {} by its lease, which by its own clock has {} left, and asks nobody",
    "§6.4 lease begins": "{} has a lease of {} from when it sent heartbeat {}, by its own clock; of these {} left",
    "§6.4 lease ends": "{} has no lease any more, by its own clock",
    "§4.2.3 leader": "{} refuses its vote to {} in term {} and stays in term {}: by its own clock it has promised "
                     "{} more to the leader it heard",
}


def ticks(count: int) -> str:
    """So many ticks of a server's own clock."""
    return "1 tick" if count == 1 else f"{count} ticks"


def asked(*reads: str) -> str:
    """Of which clients which reads are answered: (command, client) for each."""
    return " and ".join(f"{command!r} of {client}" for command, client in zip(reads[::2], reads[1::2], strict=True))


def left(count: int) -> str:
    """How many of some ticks are left."""
    return f"{ticks(count)} {'is' if count == 1 else 'are'}"


# By reason, as in `sentences`: from all values but the id, what stands in the other places of the sentence.
SERVING_WORDS = {
    "F1 redirects": lambda role, client, leader: (role, client, leader or "nobody"),
    "§6.2 asks": lambda server, action, pause: (server, action, ", after a pause" if pause else ""),
    "§6.2 pauses": lambda server, leader, after, pause: (server, leader or "nobody", after, f"{pause:g}"),
    "§6.3 again": lambda silent, time, *more: (silent, f"{time:g}", *more),
    "§6.3 gives up": lambda silent, time, action: (silent, f"{time:g}", action),
    "§6.2 gone on": lambda server, leader: (server, leader or "nobody"),
    "§6.2 late": lambda server, about, serial: (
        server, about, f"it waits for that of {serial}" if serial else "it waits for none"),
    "§6.4 asks": lambda command, client, index, peers, name: (
        command, client, index, "the other server" if peers == 1 else "all others", name),
    "§6.4 confirmed": lambda server, name, count, needed, *reads: (server, name, count, needed, asked(*reads)),
    "§6.4 lease": lambda command, client, count: (command, client, ticks(count)),
    "§6.4 lease begins": lambda lease, name, count: (ticks(lease), name, left(count)),
    "§4.2.3 leader": lambda candidate, term, own, count: (candidate, term, own, ticks(count)),
}
