"""The three states of an exercise: not answered, right, and not right yet."""

OPEN, RIGHT, WRONG = "○", "✓", "✗"
COLOURS = {OPEN: "#767676", RIGHT: "#00795a", WRONG: "#b04a00"}
