#!/usr/bin/env bash
# nbconvert, read by Asciidoctor: of a picture that a cell shows, AsciiDoc has the name of its file as text to be read.
#
# Versions: nbconvert 7.17.2, Asciidoctor.js (npm: asciidoctor) 3.0.4.
#
# What one would guess: `--to asciidoc` writes each output's PNG or SVG into a file beside the text, as it does, and
# the text refers to that file: where it is made into a page the picture is seen.
#
# What happens: the exporter's template writes Markdown, ![png](file), and puts each group of outputs into a listing,
# within which nothing is read as markup. So the page shows the line as it stands, and no picture. An output that has
# an HTML form, too, with the picture in it, comes to the same: the listing has an image macro that nobody reads.
#
# Seen:
#   a PNG: file written, in the text: ![png](output_0_0.png), within a listing, pictures on the page: 0
#   an HTML picture: within a listing, pictures on the page: 0
#   the file by hand, image::output_0_0.png[], outside of a listing: pictures on the page: 1
#
# Exits 0 if this is what happens, 1 if not. Needs npm and pandoc; takes half a minute, most of it the installation.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

command -v pandoc > /dev/null || { echo "pandoc is missing: install it, as by apt-get install pandoc" >&2; exit 1; }
python3 -m venv --without-pip venv
timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q --no-compile nbconvert==7.17.2
timeout 90 npm install --silent --no-audit --no-fund asciidoctor@3.0.4
export JUPYTER_CONFIG_DIR="$work/config"

cat > check.py <<'PY'
import re
import subprocess
import sys
import warnings

import nbformat
from nbconvert import ASCIIDocExporter

warnings.simplefilter("ignore")  # of a highlighter that is not installed
PNG = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
LISTING = re.compile(r"^----$(.*?)^----$", re.MULTILINE | re.DOTALL)


def written(data):
    """What is written of a cell that shows something, and the files beside it."""
    output = nbformat.v4.new_output("display_data", data=data)
    cell = nbformat.v4.new_code_cell("picture", outputs=[output])
    text, resources = ASCIIDocExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    return text, list(resources["outputs"])


def place(text, what):
    """Whether a pattern of the text stands within a listing."""
    return "within a listing" if any(re.search(what, each) for each in LISTING.findall(text)) else "elsewhere"


def pictures(text):
    """How many pictures the page has that Asciidoctor makes of a text."""
    command = ["node_modules/.bin/asciidoctor", "-s", "-o", "-", "-"]
    page = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout
    return f"pictures on the page: {page.count('<img')}"


of_png, files = written({"image/png": PNG})
markdown = re.search(r"!\[.*\)", of_png)[0]
of_html, _ = written({"text/html": f'<img src="data:image/png;base64,{PNG}">', "image/png": PNG})
by_hand = f"image::{files[0]}[]\n"
seen = [
    f"a PNG: file written, in the text: {markdown}, {place(of_png, re.escape(markdown))}, {pictures(of_png)}",
    f"an HTML picture: {place(of_html, 'image:')}, {pictures(of_html)}",
    f"the file by hand, {by_hand.strip()}, outside of a listing: {pictures(by_hand)}",
]
print("\n".join(seen))
if seen != [
    "a PNG: file written, in the text: ![png](output_0_0.png), within a listing, pictures on the page: 0",
    "an HTML picture: within a listing, pictures on the page: 0",
    "the file by hand, image::output_0_0.png[], outside of a listing: pictures on the page: 1",
]:
    sys.exit("CHANGED: nbconvert's AsciiDoc does not treat pictures as described")
print("as described")
PY
timeout -k 5 60 venv/bin/python check.py
