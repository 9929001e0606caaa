"""The settings of a run as the page's sliders have them: of the servers, and of the network, which may change later."""
from raftlib.simulation.network import Network
from raftlib.simulation.recipe import DEFAULTS, Recipe

SERVERS = ("servers", "seed", "election_timeout", "heartbeat")
NETWORK = ("latency", "loss", "duplication", "reordering", "slow")


def settings_of(recipe: Recipe | None) -> dict:
    """With what a run began; empty for a recording, and where the servers or the network are of a kind of their own."""
    network = network_of(recipe)
    if not network or not isinstance(recipe.arguments["servers"], int):
        return {}
    arguments = recipe.arguments
    timeout = arguments["election_timeout"]
    pair = list(timeout) if isinstance(timeout, tuple | list) else [timeout, timeout]
    return {name: arguments[name] for name in SERVERS} | {"election_timeout": pair} | network[0][1]


def network_of(recipe: Recipe | None) -> list[tuple[int, dict]]:
    """The network from the start, and from each change of it on (µs); empty for what no slider can say."""
    network = plain_network(recipe.arguments) if recipe else None
    if network is None:
        return []
    states = [(0, values_of(network))]
    for call in recipe.calls:
        if call.name == "change_network":
            network.change(**call.options)
            states.append((call.at, values_of(network)))
    return states


def plain_network(arguments: dict) -> Network | None:
    """The network with which a run begins; None where it is of a kind of its own."""
    network = arguments["network"]
    if network is None:
        return Network(*(arguments[name] for name in NETWORK[:-1]))
    return Network(**values_of(network)) if type(network) is Network else None


def values_of(network: Network) -> dict:
    """What sliders say of a network; times in milliseconds."""
    latency = [end / 1000 for end in network.latency]
    return {name: getattr(network, name) for name in NETWORK} | {"latency": latency, "slow": dict(network.slow)}


def with_settings(arguments: dict, changed: dict) -> dict:
    """Arguments of Cluster with some settings changed; only a network with slow servers must be an object."""
    network = plain_network(arguments)
    if network is None:
        raise ValueError("This run has a network of a kind of its own: its settings can't be changed here.")
    network.change(**{name: value for name, value in changed.items() if name in NETWORK})
    arguments = arguments | {name: value for name, value in changed.items() if name != "slow"}
    servers = arguments["servers"]
    slow = {id: factor for id, factor in network.slow.items()
            if not isinstance(servers, int) or id in [f"S{number}" for number in range(1, servers + 1)]}
    if not slow and arguments["network"] is None:
        return arguments
    network.change(slow=slow)
    return arguments | {name: DEFAULTS[name] for name in NETWORK[:-1]} | {"network": network}


def checked(changed: dict, allowed: tuple[str, ...]) -> dict:
    """What the page's sliders say, with pairs as pairs; ValueError for what it may not say."""
    unknown = sorted(changed.keys() - set(allowed))
    if unknown:
        raise ValueError(f"settings has {', '.join(unknown)}: it may have {', '.join(allowed)}.")
    return {name: value_of(value) for name, value in changed.items()}


def value_of(setting):
    """A pair as a pair, and of slow servers those that are slower than others, or faster."""
    if isinstance(setting, dict):
        return {id: factor for id, factor in setting.items() if factor != 1}
    return tuple(setting) if isinstance(setting, list) else setting
