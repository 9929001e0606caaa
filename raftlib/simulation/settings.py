"""What is set of a network: checked, changed in mid-run, and written as code."""
from raftlib.simulation.arguments import as_code, factors, microsecond_range, plain, probability

CHECKS = {"latency": microsecond_range, "loss": probability, "duplication": probability, "reordering": probability,
          "slow": factors}


class Settings:
    """The part of a Network that is its settings: those of CHECKS, and, of a network of one's own, other attributes."""

    def change(self, **settings) -> None:
        """Set what is given anew, the rest stays; a network of one's own may have other attributes, set as they are.

        Raises ValueError, before anything is set, for a bad value or a name that this network does not have.
        """
        for name, value in [(name, self._checked(name, value)) for name, value in settings.items()]:
            setattr(self, name, value)

    def _checked(self, name: str, value):
        if name in CHECKS:
            return CHECKS[name](name, value)
        own = [each for each in vars(self) if not each.startswith("_") and each not in (*CHECKS, "cut_links")]
        if name not in own:
            raise ValueError(f"{name} is no setting of this network: it has {', '.join([*CHECKS, *own])}.")
        return plain(value)


def as_call(network: Settings, kind: type) -> str:
    """The call that makes a network with all that it is; one of that kind itself, with no link cut, is simply built."""
    said = {name: getattr(network, name) for name in CHECKS if getattr(network, name)}
    said["latency"] = tuple(end / 1000 if end % 1000 else end // 1000 for end in network.latency)
    said |= {name: value for name, value in vars(network).items() if name not in vars(kind())}
    said |= {"cut_links": network.cut_links} if network.cut_links else {}
    call = kind.__name__ if type(network) is kind and not network.cut_links else f"{type(network).__name__}.of"
    return f"{call}({', '.join(f'{name}={as_code(value)}' for name, value in said.items())})"
