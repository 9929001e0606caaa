"""What the panel of notebook 01 draws and says of one setting."""
from raftlib.analysis.availability import DAYS_A_YEAR
from raftlib.analysis.life import HOURS_A_DAY, Life
from raftlib.analysis.majorities import majority, survivable
from raftlib.analysis.outages import Downtimes, downtimes_of, live, served_by
from raftlib.pictures.availability_curves import long_time
from raftlib.pictures.life_lines import servers_and_service
from raftlib.pictures.service_over_years import service_over_years
from raftlib.protocol.words.counts import counted
from raftlib.simulation.start import MOST

FAILURES = 1000  # of each server: so many years are simulated, in a few ms
POWER_CUT = 1  # hour


def draw_availability(servers, fails_a_day, repair, power_cuts_a_year):
    """The picture of one setting, and the sentence above it."""
    life, power = Life(fails_a_day / 100, repair), Life(power_cuts_a_year / DAYS_A_YEAR, POWER_CUT)
    years = max(1, round(FAILURES * (life.runs + life.repair) / HOURS_A_DAY / DAYS_A_YEAR))
    lived = live([*MOST * [life], power], years)
    times = downtimes_of(lived, life, majority, power, years)
    rows = servers_and_service(lived, servers, served_by(lived, servers, majority(servers)))
    if power_cuts_a_year:
        rows = {"power": lived.up[-1]} | rows
    return service_over_years(times, servers, lived, rows), availability_caption(times, life, servers)


def availability_caption(times: Downtimes, life: Life, servers: int) -> str:
    """One sentence: how often a server is down, how many are needed, how long there is no service, what to compare."""
    each = "1 server" if servers == 1 else f"{servers} servers, each"
    return (f"{each} down {share(life.down)} of the time ({counted(life.repair, 'hour')} after "
            f"{life.runs / HOURS_A_DAY:.3g} days of running); {needs(servers)}: no service for "
            f"{long_time(times.formula[servers - 1])} a year by the formula, "
            f"{as_simulated(times, servers)}{remark(times, life, servers)}.")


def as_simulated(times: Downtimes, servers: int) -> str:
    """What the simulation says, and how long it went on."""
    minutes = times.simulated[servers - 1]
    if not minutes:
        return f"and not once in a simulation of {times.years} years"
    return f"{long_time(minutes)} a year in a simulation of {times.years} years"


def share(value: float) -> str:
    """A share in percent, with two digits that count."""
    return f"{100 * value:.2g} %"


def needs(servers: int) -> str:
    """How many must be up, and how many may be down."""
    if servers == 1:
        return "nobody stands in for it"
    return f"{majority(servers)} must be up, so {survivable(servers) or 'none'} may be down"


def remark(times: Downtimes, life: Life, servers: int) -> str:
    """What is worth a look in this setting."""
    if life.down > 0.5:
        return "; a server that is mostly down makes each majority mostly down"
    if servers > 1 and servers % 2 == 0:
        return f" (with one server fewer, {long_time(times.formula[servers - 2])})"
    return ""
