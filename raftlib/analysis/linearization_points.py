"""Moments at which the operations of an order can have happened, one after the other."""
from itertools import accumulate, groupby
from operator import itemgetter

from raftlib.analysis.linearizability import Judgement


def linearization_points(judgement: Judgement) -> list[float]:
    """A moment (ms) for each operation of a judgement's order, in it and not before the moment of the one before.

    They are apart as far as that lets them be. (Linearization points: Herlihy and Wing, 1990.)
    """
    order = judgement.order
    first = accumulate((each.called for each in order), max)  # when all up to it are called
    last = [*accumulate((each.end for each in reversed(order)), min)][::-1]  # when it is answered, or one after it
    together = [list(group) for _, group in groupby(zip(first, last, strict=True), key=itemgetter(0))]
    end = max((time for each in judgement.operations for time in each[1:3] if time is not None), default=0)
    points = []
    for group, until in zip(together, [*(group[0][0] for group in together[1:]), end], strict=False):
        now = group[0][0]
        for place, (_, latest) in enumerate(group):
            now += (min(latest, until) - now) / (len(group) - place + 1)
            points.append(now)
    return points
