#!/usr/bin/env bash
# GML: one number above 2147483647 comes back from networkx as text, and turns igraph's whole column into text.
#
# Versions: networkx 3.6.1, igraph 1.0.0.
#
# What one would guess: a graph whose edges carry numbers of bytes, or times in milliseconds, is written by
# write_gml and read by read_gml with the same numbers: int is a type of GML.
#
# What happens: GML's integers have 32 bits, so write_gml puts quotes around a larger one, without a word.
# read_gml leaves it a str beside the ints of the other edges. igraph gives a column one type: because of one
# large number all its values are text, and the largest of them is then the one that comes last in the alphabet.
# A float of the same size stays a number in both, so 5e9 is safe where 5000000000 is not.
#
# Seen:
#   written:           9, 2147483647, 2147483648, 5000000000
#   networkx reads:    9, 2147483647, '2147483648', '5000000000'
#   igraph reads:      '9', '2147483647', '2147483648', '5000000000'
#   largest by igraph: '9'
#   without the two large ones, igraph reads: 9.0, 2147483647.0
#   as floats, networkx reads: 9.0, 5000000000.0
#   as floats, igraph reads:   9.0, 5000000000.0
#
# Exits 0 if this is what happens, 1 if not. Takes a second and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
runner=
clean_up() {
    if [ -n "$runner" ]; then
        kill "$runner" 2>/dev/null || true
        wait "$runner" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
pip() { timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check "$@" -q; }
pip install --no-compile networkx==3.6.1 igraph==1.0.0

cat > check.py <<'PY'
import sys

import igraph
import networkx as nx


def through_gml(numbers):
    """What networkx and igraph read after networkx wrote one edge for each number."""
    graph = nx.Graph()
    for i, number in enumerate(numbers):
        graph.add_edge(i, i + 1, bytes=number)
    nx.write_gml(graph, "graph.gml")
    by_networkx = [value for _, _, value in nx.read_gml("graph.gml").edges(data="bytes")]
    return by_networkx, igraph.Graph.Read_GML("graph.gml").es["bytes"]


def words(values):
    return ", ".join(map(repr, values))


written = [9, 2147483647, 2147483648, 5_000_000_000]
by_networkx, by_igraph = through_gml(written)
_, small = through_gml(written[:2])
floats = through_gml([9.0, 5e9])
print("written:          ", words(written))
print("networkx reads:   ", words(by_networkx))
print("igraph reads:     ", words(by_igraph))
print("largest by igraph:", repr(max(by_igraph)))
print("without the two large ones, igraph reads:", words(small))
print("as floats, networkx reads:", words(floats[0]))
print("as floats, igraph reads:  ", words(floats[1]))
text = [str(number) for number in written]
if (by_networkx, by_igraph, small) != (written[:2] + text[2:], text, [9.0, 2147483647.0]):
    sys.exit("CHANGED: large numbers are not read as described")
if floats != ([9.0, 5e9], [9.0, 5e9]) or not all(isinstance(value, float) for value in small + floats[1]):
    sys.exit("CHANGED: small numbers and floats are not read as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
runner=$!
wait "$runner"
