"""A report as a page to read and to print: plain HTML, which runs nothing and asks nothing of any other place."""
from html import escape

from raftlib.exercises.class_text import ClassText
from raftlib.exercises.states import badge
from raftlib.reports.contents import Answered, Report, heading_of

STYLE = """
body { font-family: sans-serif; line-height: 1.4; max-width: 48em; margin: 2em auto; padding: 0 1em; color: #1a1a1a }
h3 { margin-bottom: 0.2em } ol { margin-top: 0 } li { margin: 0.2em 0 }
pre, li { white-space: pre-wrap; overflow-wrap: anywhere } pre { background: #f2f2f2; padding: 0.5em }
@media print { body { margin: 0; max-width: none } * { print-color-adjust: exact } }
"""


def page(report: Report) -> str:
    """The whole page."""
    title = f"Raft, hands on: report of {report.name}" if report.name else "Raft, hands on: report"
    body = "\n".join([*(section(*each) for each in report.notebooks.items()), *map(code, report.classes)])
    nothing = "" if body else "<p>Nothing has been answered.</p>"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>{escape(report.date)}, with raftlib {escape(report.version)}. Every answer is here, in its order, with its verdict:
✓ right, ✗ wrong, ? "I don't know". Of much code the older answers are not kept.</p>
{body}{nothing}
</body>
</html>
"""


def section(notebook: str, answered: list[Answered]) -> str:
    """A notebook's questions."""
    return "\n".join([f"<h2>{escape(heading_of(notebook))}</h2>", *map(question, answered)])


def question(answered: Answered) -> str:
    """A question's title and all its answers."""
    lines = "".join(f"<li>{badge(each.state)} {escape(each.answer or '(not kept)')}</li>" for each in answered.answers)
    return f"<h3>{escape(answered.title)}</h3>\n<ol>{lines}</ol>"


def code(text: ClassText) -> str:
    """A class's text."""
    note = f"<p>{escape(text.note)}</p>" if text.note else ""
    source = f"<pre>{escape(text.source)}</pre>" if text.source else ""
    return f"<h2>The class {escape(text.name)}</h2>\n{note}{source}"
