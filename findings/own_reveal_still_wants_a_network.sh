#!/usr/bin/env bash
# nbconvert: slides that are given a local reveal.js do not start without a network.
#
# Version: nbconvert 7.17.2; node 18 or newer runs the page's last script.
#
# What one would guess: SlidesExporter.reveal_url_prefix is there to show slides offline: with reveal.js in a folder
# beside the page, the page is shown as slides wherever it is opened.
#
# What happens: the page starts reveal.js from within a call of require(), and takes require.js from another site,
# as well as jQuery and MathJax. Without a network the call fails, and in a browser the page stays blank, since the
# style sheet of reveal.js hides all slides. require_js_url, an option of HTMLExporter, must be given, too.
#
# Seen, with reveal_url_prefix="reveal.js": scripts of other sites, and what the page's last script does without them:
#   reveal.js given:                3 of other sites; ReferenceError: require is not defined
#   reveal.js and require.js given: 2 of other sites; asks for reveal.js/dist/reveal.js
#
# Exits 0 if this is what happens, 1 if not. Takes a few seconds and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q --no-compile nbconvert==7.17.2

cat > check.py <<'PY'
import re
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter

warnings.simplefilter("ignore")  # of a highlighter that is not installed
cell = nbformat.v4.new_markdown_cell("# One slide", metadata={"slideshow": {"slide_type": "slide"}})
notebook = nbformat.v4.new_notebook(cells=[cell])
# The last script by itself: without require(), or with one that says what it is asked for.
RUN = """
const [script, given] = process.argv.slice(2);
const require_ = (...all) => console.log(`asks for ${all.find(Array.isArray)[0]}`);
require_.config = () => {};
try {
  require("vm").runInNewContext(script, given ? { require: require_ } : {});
} catch (error) { console.log(String(error)); }
"""
Path("run.js").write_text(RUN)


def seen(**given):
    exporter = SlidesExporter(reveal_url_prefix="reveal.js", **given)
    page, _ = exporter.from_notebook_node(notebook)
    others = [url for url in re.findall(r'<script src="([^"]*)"', page) if "://" in url]
    last = re.findall(r"<script[^>]*>([^<]*\brequire\([^<]*)</script>", page)[-1]
    said = subprocess.run(["node", "run.js", last, *given], capture_output=True, text=True, timeout=30).stdout
    return f"{len(others)} of other sites; {said.strip()}"


lines = [f"reveal.js given:                {seen()}",
         f"reveal.js and require.js given: {seen(require_js_url='require.js')}"]
print("\n".join(lines))
if lines != [
    "reveal.js given:                3 of other sites; ReferenceError: require is not defined",
    "reveal.js and require.js given: 2 of other sites; asks for reveal.js/dist/reveal.js",
]:
    sys.exit("CHANGED: nbconvert's slides do not need require.js as described")
print("as described")
PY
timeout -k 5 60 venv/bin/python check.py
