"""The table of all exercises: which of them were shown to answer ○, ✓, and ✗ to each foreseen wrong answer."""


def pytest_terminal_summary(terminalreporter):
    """Print a line for each exercise that was tested: one sign for each test that passed."""
    signs = {}
    for report in terminalreporter.stats.get("passed", []):
        for key, value in report.user_properties:
            if key == "exercise":
                name, state = value
                signs.setdefault(name, []).append(state)
    if signs:
        terminalreporter.section("exercises: ○ unanswered, ✓ right, ✗ each wrong answer with its own hint")
        for name, states in sorted(signs.items()):
            counts = "  ".join(sign * states.count(sign) for sign in "○✓✗")
            terminalreporter.write_line(f"{name:<44} {counts}")
