"""What experiments have found, in words: one cell of a table for the answers of several repeats."""
from collections import Counter
from collections.abc import Iterable
from statistics import median

Rows = list[dict]
LONG = 40_000  # ms: what has not been answered by then was not waited for


def first(rows: Rows) -> str:
    """The first leader's term, and the first entry of a client."""
    return f"term {some(rows, 'term')}; index {some(rows, 'index')}"


def served_again(rows: Rows) -> str:
    """How long writes waited, and how many terms it took."""
    return f"{spread(row['ms'] for row in rows)}; term +{some(rows, 'terms')}"


def after_a_stop(rows: Rows) -> str:
    """What the return of a follower changed."""
    same = sum(row["same leader"] for row in rows)
    return f"term +{some(rows, 'terms')}; the same leader in {same} of {len(rows)}"


def of_who_stood_still(rows: Rows) -> str:
    """What became of a write at a stopped leader."""
    told = [row for row in rows if row["acknowledged"]]
    untold = [row for row in rows if not row["acknowledged"]]
    words = [f"acknowledged when it goes on in {len(told)} of {len(rows)}"]
    if not all(row["done"] for row in told):
        words.append(f"and yet not there in {sum(not row['done'] for row in told)}")
    if untold:
        said = Counter(row["said"] for row in untold).most_common(1)[0][0]
        words.append(f"else “{said}”, and done in {sum(row['done'] for row in untold)} of these {len(untold)}")
    return "; ".join(words)


def without_a_majority(rows: Rows) -> str:
    """What became of a write at a leader that is alone, and of a read that asks nobody else."""
    told = Counter(row["said"] or "acknowledged" for row in rows).most_common(1)[0][0]
    times = [row["ms"] for row in rows]
    heard = f"no answer in {time_of(LONG)}" if min(times) >= LONG else f"“{told}” after {spread(times)}"
    read = "works (it may be stale)" if all(row["stale read"] for row in rows) else "fails"
    return f"{heard}; done later in {sum(row['done'] for row in rows)} of {len(rows)}; a read from memory {read}"


def who_says_leader(rows: Rows) -> str:
    """For how long a leader says that it leads when it is alone."""
    times = [row["leads for"] for row in rows if row["leads for"] is not None]
    return f"for {spread(times)}" if len(times) == len(rows) else f"for more than {time_of(LONG)}"


def when_alone(rows: Rows) -> str:
    """How far a term has risen."""
    return f"term +{some(rows, 'terms')}"


def at_two_servers(rows: Rows) -> str:
    """How long a write takes at a leader and at a follower."""
    follower, leader = (time_of(median(row[who] for row in rows)) for who in ("follower", "leader"))
    return f"{follower}; the leader {leader}"


def lost(rows: Rows) -> str:
    """How many acknowledged writes are gone."""
    return f"{sum(row['lost'] for row in rows)} of {sum(row['acknowledged'] for row in rows)} lost"


def some(rows: Rows, name: str) -> str:
    """The values that there were, the commonest first."""
    return " or ".join(str(value) for value, _ in Counter(row[name] for row in rows).most_common(3))


def spread(times: Iterable[float]) -> str:
    """The median of some times (ms), and from which to which they go if that makes a difference."""
    times = sorted(times)
    first, last = time_of(times[0]), time_of(times[-1])
    return time_of(median(times)) + (f" ({first} – {last})" if first != last else "")


def time_of(milliseconds: float) -> str:
    """A time as a person would say it."""
    if milliseconds >= 99.5:
        return f"{milliseconds / 1000:.3g} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"
