"""What curves show, in words: the numbers that one reads off them."""
from collections.abc import Mapping

import numpy as np

from raftlib.analysis.elections import Elections, time_of
from raftlib.analysis.outages import Downtimes
from raftlib.analysis.split_votes import SplitRates, split_probability
from raftlib.pictures.in_html import Table

SHARES = (0.25, 0.5, 0.75, 0.9, 0.99)  # of elections that are over


def over_table(times: Mapping[str, np.ndarray], published: Mapping[str, Mapping[float, float]]) -> Table:
    """By when (ms) which share of elections is over, for each curve, beside what is published of it."""
    shares = sorted({*SHARES, *(share for quantiles in published.values() for share in quantiles)})
    columns = [column for name in times for column in (name, *([f"{name}, published"] if published.get(name) else []))]
    rows = []
    for share in shares:
        cells = [percent(share)]
        for name, values in times.items():
            cells.append(milliseconds(time_of(values, share)))
            if published.get(name):
                cells.append(milliseconds(published[name].get(share)))
        rows.append(tuple(cells))
    return Table("The time in ms by which so many elections are over", ("elections", *columns), rows)


def splits_table(name: str, rate: SplitRates) -> Table:
    """The share of first terms that are split, by the formula and as simulated, at each ratio."""
    return Table(name, ("latency ÷ width of the range", "split, by the formula", "split, as simulated"),
                 [(f"{ratio:.3g}", percent(formula), percent(simulated))
                  for ratio, formula, simulated in zip(rate.ratios, rate.formula, rate.simulated, strict=True)])


def failover_table(elections: Elections, ratio: float) -> Table:
    """What is marked on the two curves of one failover."""
    failover = elections.failover
    formula = split_probability(min(ratio, 1.0), failover.servers, failover.up) if failover.electable else np.nan
    return Table("A new leader", ("what", "value"), [
        *((f"{percent(share)} of elections are over by, in ms", milliseconds(elections.quantile(share)))
          for share in SHARES),
        ("more than one term was needed in", percent(elections.more_than_one_term)),
        ("latency ÷ width of the range", f"{ratio:.3g}" if np.isfinite(ratio) else "the range has no width"),
        ("split votes by the formula", percent(formula) if np.isfinite(formula) else "no leader can be elected")])


def without_service_table(curves: Mapping[str, Downtimes], told) -> Table:
    """How long a year there is no service, for each number of servers; `told` words a time in minutes."""
    columns = [f"{name}{kind}" for name in curves for kind in (", formula", ", simulated")]
    most = max(len(times.formula) for times in curves.values())
    return Table("Without service, a year", ("servers", *columns), [
        (str(place + 1), *(cell for times in curves.values() for cell in pair(times, place, told)))
        for place in range(most)])


def pair(times: Downtimes, place: int, told) -> tuple[str, str]:
    """The formula's time and the simulated one of one cluster."""
    if place >= len(times.formula):
        return "", ""
    seen = times.simulated[place]
    return told(times.formula[place]), told(seen) if seen > 0 else "no outage seen"


def percent(share: float) -> str:
    """A share in per cent, to three digits."""
    return f"{100 * share:.3g} %"


def milliseconds(time: float | None) -> str:
    """A time in whole ms; "never" for infinity, and nothing for what is not known."""
    if time is None:
        return ""
    return f"{time:.0f}" if np.isfinite(time) else "never"
