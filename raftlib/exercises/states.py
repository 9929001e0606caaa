"""The states of an exercise: not answered, right, not right yet, and a prediction that was answered "I don't know"."""

OPEN, RIGHT, WRONG, UNKNOWN = "○", "✓", "✗", "?"
COLOURS = {OPEN: "#767676", RIGHT: "#00795a", WRONG: "#b04a00", UNKNOWN: "#767676"}


def badge(state: str) -> str:
    """A state's sign in HTML, white on its colour: so it can be read on light pages and on dark ones."""
    return (f'<b style="color: #ffffff; background: {COLOURS[state]}; border-radius: 3px; padding: 0 0.3em">'
            f"{state}</b>")
