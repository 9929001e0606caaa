#!/usr/bin/env bash
# tqdm: one environment variable, and what a program counts by its progress bar stays at 0.
#
# Version: tqdm 4.67.1.
#
# What one would guess: TQDM_DISABLE=1, as one sets it for quiet logs, hides progress bars. A bar that is not shown
# still is a bar: `n` says how many updates it had, and it has the attributes that it was made with.
#
# What happens: the variable is the default of `disable` for every bar that does not say so itself, in all packages
# that a process loads. A disabled bar returns from its constructor before most attributes are set, and from update()
# before it counts. So `n` stays 0 after any number of updates, also at the end of a loop over the bar, and `desc` or
# `unit` raise AttributeError. A program that ends at bar.n >= limit, or that reports bar.n, loops on or reports 0, on
# the machines only where somebody has silenced bars. Giving disable=False keeps the count, and shows the bar.
#
# Seen (Python 3.11.7), the same lines run twice:
#   without the variable: after three updates n is 3; after a loop n is 4; desc is there: True
#   with TQDM_DISABLE=1: after three updates n is 0; after a loop n is 0; desc is there: False
#
# Exits 0 if this is what happens, 1 if not. Some seconds.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q tqdm==4.67.1

cat > count.py <<'PY'
from tqdm import tqdm

bar = tqdm(total=3, desc="reading")
for _ in range(3):
    bar.update()
loop = tqdm([1, 2, 3, 4], desc="reading")
for _ in loop:
    pass
print(f"after three updates n is {bar.n}; after a loop n is {loop.n}; desc is there: {hasattr(bar, 'desc')}")
PY

shown=$(env -u TQDM_DISABLE venv/bin/python count.py 2> bars.txt)
hidden=$(TQDM_DISABLE=1 venv/bin/python count.py)
echo "without the variable: $shown"
echo "with TQDM_DISABLE=1: $hidden"
test "$shown" = "after three updates n is 3; after a loop n is 4; desc is there: True"
test "$hidden" = "after three updates n is 0; after a loop n is 0; desc is there: False"
