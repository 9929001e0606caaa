"""What a server may be built of: each check says in one sentence what is wrong."""
from collections.abc import Iterable, Sequence
from numbers import Integral


def is_whole(value, least: float) -> bool:
    """Whether a value is a whole number, of Python's or NumPy's kind, from `least` on; True and False are none."""
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= least


def peers_of(id: str, peers: Iterable[str]) -> tuple[str, ...]:
    """The ids of all other servers; ValueError unless all ids are texts, none empty and none twice."""
    if isinstance(peers, str) or not isinstance(peers, Iterable):
        raise ValueError(f"peers is {peers!r} for server {id!r}: it must be the ids of the servers.")
    others = tuple(peer for peer in peers if peer != id)
    if not all(isinstance(each, str) and each for each in (id, *others)) or len(set(others)) < len(others):
        raise ValueError(f"peers is {others!r} for server {id!r}: ids must be texts, non-empty and all different.")
    return others


def check_terms(current_term: int, terms: Sequence[int]) -> None:
    """ValueError unless terms never fall, from 0 along the log to the current one."""
    if not is_whole(current_term, 0):
        raise ValueError(f"current_term is {current_term!r}: it must be a whole number, 0 or more.")
    if [0, *terms, current_term] != sorted([0, *terms, current_term]):
        raise ValueError(f"log has the terms {terms} at current_term {current_term}: "
                         "terms must not be negative, fall along the log, or pass the current term.")


def check_vote(voted_for: str | None, ids: Sequence[str]) -> None:
    """ValueError unless a vote is for one of the servers, or none."""
    if voted_for is not None and voted_for not in ids:
        raise ValueError(f"voted_for is {voted_for!r}: it must be None or one of {', '.join(ids)}.")


def check_batch(batch: int) -> None:
    """ValueError unless a message can carry at least one entry: else nothing would ever be replicated."""
    if not is_whole(batch, 1):
        raise ValueError(f"batch is {batch!r}: it must be a whole number, 1 or more.")
