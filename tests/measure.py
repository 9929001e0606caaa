"""Measure anew what notebooks show as recorded, and write the records: make measure."""
import json
import os
import platform
from datetime import date

from tqdm import tqdm

from raftlib.search.broken_rules import BROKEN_RULES
from raftlib.search.record import RECORD, measure


def main():
    rows = [measure(rule)._asdict() for rule in tqdm([rule for rule in BROKEN_RULES if rule.property], unit=" rules")]
    record = {"date": date.today().isoformat(), "python": platform.python_version(),
              "machine": f"{platform.system()} {platform.machine()} with {os.cpu_count()} cores", "rows": rows}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
