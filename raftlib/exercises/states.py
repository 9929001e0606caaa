"""The states of an exercise: not answered, right, not right yet, and a prediction that was answered "I don't know"."""

OPEN, RIGHT, WRONG, UNKNOWN = "○", "✓", "✗", "?"
COLOURS = {OPEN: "#767676", RIGHT: "#00795a", WRONG: "#b04a00", UNKNOWN: "#767676"}


def badge(state: str) -> str:
    """A state's sign in HTML, white on its colour: so it can be read on light pages and on dark ones.

    It is a block, so that where a row of them is too long, no line covers the one above.
    """
    return (f'<b style="display: inline-block; line-height: 1.4; margin: 1px 0; color: #ffffff; '
            f'background: {COLOURS[state]}; border-radius: 3px; padding: 0 0.3em">{state}</b>')
