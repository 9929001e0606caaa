"""The states of an exercise: not answered, right, not right yet, and a prediction that was answered "I don't know"."""

OPEN, RIGHT, WRONG, UNKNOWN = "○", "✓", "✗", "?"
COLOURS = {OPEN: "#767676", RIGHT: "#00795a", WRONG: "#b04a00", UNKNOWN: "#767676"}
