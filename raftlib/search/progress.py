"""How far something long has come."""
from tqdm import tqdm


class Progress(tqdm):
    """A line that counts, shown if it takes longer than two seconds; it asks for no thread of its own.

    With a `total` it is a bar, for as long as there are no more than that.
    """

    monitor_interval = 0

    def __init__(self, unit: str, total: int | None = None):
        super().__init__(unit=f" {unit}", total=total, delay=2, leave=False)
