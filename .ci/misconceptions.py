"""The README's table of misconceptions, and the questions that treat each: made anew from the questions themselves."""
import re
from pathlib import Path

from raftlib.questions.treated import treated

README = Path(__file__).parents[1] / "README.md"
PLACE = re.compile(r"(?<=<!-- misconceptions -->\n).*?(?=<!-- /misconceptions -->)", re.DOTALL)


def table() -> str:
    """The table in Markdown."""
    rows = [f"| {each.number} | {each.belief} | {'; '.join(questions)} |" for each, questions in treated().items()]
    return "\n".join(["| | often believed, and wrong | treated in |", "|---|---|---|", *rows, ""])


def with_table(readme: str) -> str:
    """A README's text with the table as it must be."""
    return PLACE.sub(lambda _: table(), readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
