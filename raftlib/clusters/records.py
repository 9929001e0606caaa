"""What was measured of real systems, in files that `make measure` writes, and that are never changed by hand."""
import json
from pathlib import Path

RECORD = Path(__file__).with_name("record")


def on_record(name: str) -> dict:
    """What the record of a name holds: `answers`, `failovers`, `lives`, `printed` or `histories`."""
    return json.loads((RECORD / f"{name}.json").read_text(encoding="utf-8"))
