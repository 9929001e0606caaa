"""A page that plays by itself: what a widget has sent to its page, with that page, as one HTML file."""
import base64
import html
import json
from pathlib import Path

from anywidget import AnyWidget

from raftlib.widgets.controls.joining import variable

LAYOUT = ("comm", "layout", "tabbable", "tooltip")  # what every widget has, and no page of ours asks for
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ margin: 1em auto; max-width: 1100px; padding: 0 1em; font-family: system-ui, sans-serif; }}
@media (prefers-color-scheme: dark) {{
  body {{
    background: #111; color: #eee;
    --jp-layout-color0: #111; --jp-layout-color1: #212121; --jp-layout-color2: #424242; --jp-border-color1: #616161;
    --jp-ui-font-color1: #fff; --jp-ui-font-color2: #bdbdbd;
  }}
}}
{css}
</style>
</head>
<body>
<main id="recording"></main>
<script type="module">
document.body.dataset.jpThemeLight = String(!matchMedia("(prefers-color-scheme: dark)").matches);
{page}
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
const sent = JSON.parse({values}, (_, value) => (value?.bytes === undefined ? value : bytes(value.bytes)));
// Nobody is there who could answer, so nothing more is ever told.
const model = {{ get: (name) => sent[name], on: () => {{}}, off: () => {{}}, send: () => {{}} }};
{entry}.render({{ model, el: document.getElementById("recording") }});
</script>
</body>
</html>
"""


def recording(widget: AnyWidget, entry: Path, title: str, **instead) -> str:
    """The text of a page that shows what a widget has told its own, or `instead` of some of it something else.

    `entry` is the module with which the widget's page begins.
    """
    names = [name for name in widget.keys if not name.startswith("_") and name not in LAYOUT]
    told = {name: getattr(widget, name) for name in names} | instead
    return PAGE.format(title=html.escape(title), css=widget._css, page=widget._esm, entry=variable(entry.name),
                       values=in_script(json.dumps(plainly(told))))


def plainly(value):
    """A value with its bytes, wherever they are in it, as text."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: plainly(each) for name, each in value.items()}
    return [plainly(each) for each in value] if isinstance(value, list | tuple) else value


def in_script(text: str) -> str:
    """A text as JavaScript says it, with nothing in it that a page would take for the end of its script."""
    return json.dumps(text).replace("<", "\\u003c")
