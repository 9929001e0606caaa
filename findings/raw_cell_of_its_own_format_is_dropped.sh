#!/usr/bin/env bash
# nbconvert: a raw cell that is marked as LaTeX is in what `--to latex` writes, and in no PDF; one that is marked as
# AsciiDoc is in no AsciiDoc.
#
# Version: nbconvert 7.17.2.
#
# What one would guess: a raw cell that is marked with a format goes, as it stands, into what is written in that
# format, and into nothing else. A PDF is made of LaTeX, so what `--to pdf` typesets is what `--to latex` writes.
#
# What happens: each exporter has a list of the marks that it lets through (raw_mimetypes). That of PDFExporter begins
# with its own type, application/pdf, which no raw cell can be; text/latex is not in it. So fonts, page breaks and
# tables that are set in raw LaTeX are left out of the PDF, without a word. That of ASCIIDocExporter says
# text/asciidoc/, with a stroke behind it, which is not the exporter's own type; a raw cell of HTML is let through.
#
# Seen (in the place of XeTeX a program that hands the LaTeX on):
#   latex: 1 of 1 raw cells of LaTeX
#   pdf: 0 of 1 raw cells of LaTeX
#   pdf, with text/latex in raw_mimetypes: 1 of 1 raw cells of LaTeX
#   asciidoc (text/asciidoc): 0 of 1 raw cells of AsciiDoc, 1 of 1 of HTML
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

cat > check.py <<'PY'
import sys
import warnings

import nbformat
from nbconvert import ASCIIDocExporter, LatexExporter, PDFExporter

warnings.simplefilter("ignore")  # of a highlighter that is not installed
HAND_ON = ["sh", "-c", 'cp "$0" notebook.pdf', "{filename}"]


def kept(exporter, mark):
    """Whether a raw cell with a mark is in what an exporter writes."""
    cell = nbformat.v4.new_raw_cell("here it is", metadata={"raw_mimetype": mark})
    written, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    text = written.decode() if isinstance(written, bytes) else written
    return f"{int('here it is' in text)} of 1"


def cells(exporter):
    return f"{kept(exporter, 'text/latex')} raw cells of LaTeX"


mended = PDFExporter(latex_command=HAND_ON, raw_mimetypes=["text/latex", ""])
asciidoc = ASCIIDocExporter()
seen = [
    f"latex: {cells(LatexExporter())}",
    f"pdf: {cells(PDFExporter(latex_command=HAND_ON))}",
    f"pdf, with text/latex in raw_mimetypes: {cells(mended)}",
    f"asciidoc ({asciidoc.output_mimetype}): {kept(asciidoc, 'text/asciidoc')} raw cells of AsciiDoc, "
    f"{kept(asciidoc, 'text/html')} of HTML",
]
print("\n".join(seen))
if seen != [
    "latex: 1 of 1 raw cells of LaTeX",
    "pdf: 0 of 1 raw cells of LaTeX",
    "pdf, with text/latex in raw_mimetypes: 1 of 1 raw cells of LaTeX",
    "asciidoc (text/asciidoc): 0 of 1 raw cells of AsciiDoc, 1 of 1 of HTML",
]:
    sys.exit("CHANGED: nbconvert does not treat raw cells as described")
print("as described")
PY
timeout -k 5 60 venv/bin/python check.py
