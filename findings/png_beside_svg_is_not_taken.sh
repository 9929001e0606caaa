#!/usr/bin/env bash
# nbconvert: LaTeX and PDF need Inkscape for a picture that has a PNG beside its SVG, and take neither of the two.
#
# Version: nbconvert 7.17.2.
#
# What one would guess: an output may have several forms, and LatexExporter says in which order it likes them
# (display_data_priority): PNG stands before SVG. So an output with both is shown by its PNG, and Inkscape, which
# is called for SVGs, is not needed.
#
# What happens: before any form is chosen, SVG2PDFPreprocessor converts every SVG that has no PDF beside it. So
# Inkscape is run for a picture that would not be shown as SVG; the PDF that it makes stands before the PNG, and
# is shown. Where there is no Inkscape, the whole conversion ends with a FileNotFoundError.
#
# Seen (with a program in Inkscape's place that counts how often it is called):
#   order: application/pdf, image/png, image/svg+xml
#   PNG alone: program called 0 times, shown: .png
#   PNG and SVG: program called 1 time, shown: .pdf
#   PNG and SVG, no such program: FileNotFoundError
#   PNG and SVG, SVG2PDFPreprocessor off: program called 0 times, shown: .png
#
# Exits 0 if this is what happens, 1 if not. Takes a few seconds and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q --no-compile nbconvert==7.17.2
export JUPYTER_CONFIG_DIR="$work/config"

cat > inkscape <<'SH'
#!/bin/sh
[ "$1" = --version ] && { echo "Inkscape 1.2"; exit 0; }
echo call >> calls
for argument; do
    case $argument in --export-filename=*) printf '%%PDF-1.4\n' > "${argument#*=}" ;; esac
done
SH
chmod +x inkscape

cat > check.py <<'PY'
import re
import sys
import warnings
from pathlib import Path

import nbformat
from nbconvert import LatexExporter
from traitlets.config import Config

warnings.simplefilter("ignore")  # of a highlighter that is not installed
PNG = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1v1z"/></svg>'
INKSCAPE = str(Path("inkscape").resolve())


def shown(data, inkscape=INKSCAPE, enabled=True):
    """How often the program was called, and which form of the picture is shown."""
    calls = Path("calls")
    calls.write_text("")
    output = nbformat.v4.new_output("display_data", data=data)
    cell = nbformat.v4.new_code_cell("picture", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    exporter = LatexExporter(config=Config(SVG2PDFPreprocessor={"inkscape": inkscape, "enabled": enabled}))
    try:
        text, _ = exporter.from_notebook_node(notebook)
    except FileNotFoundError as error:
        return type(error).__name__
    count = len(calls.read_text().splitlines())
    forms = re.findall(r"adjustimage.*\}\{.*(\.\w+)\}", text)
    return f"program called {count} time{'s' * (count != 1)}, shown: {' '.join(forms)}"


known = ("application/pdf", "image/png", "image/svg+xml")
priority = LatexExporter().default_config.NbConvertBase.display_data_priority
order = [each for each in priority if each in known]
both = {"image/png": PNG, "image/svg+xml": SVG}
seen = [
    f"order: {', '.join(order)}",
    f"PNG alone: {shown({'image/png': PNG})}",
    f"PNG and SVG: {shown(both)}",
    f"PNG and SVG, no such program: {shown(both, inkscape=INKSCAPE + '-that-is-not-there')}",
    f"PNG and SVG, SVG2PDFPreprocessor off: {shown(both, enabled=False)}",
]
print("\n".join(seen))
if seen != [
    "order: application/pdf, image/png, image/svg+xml",
    "PNG alone: program called 0 times, shown: .png",
    "PNG and SVG: program called 1 time, shown: .pdf",
    "PNG and SVG, no such program: FileNotFoundError",
    "PNG and SVG, SVG2PDFPreprocessor off: program called 0 times, shown: .png",
]:
    sys.exit("CHANGED: nbconvert does not treat a PNG beside an SVG as described")
print("as described")
PY
timeout -k 5 60 venv/bin/python check.py
