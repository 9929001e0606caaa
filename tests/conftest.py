"""No test asks how busy the machine is; and a table of all exercises, with what they were shown to answer."""
import pytest
from hypothesis import HealthCheck, settings

from raftlib.exercises import exercise, looks_right, overrides

settings.register_profile("no hurry", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no hurry")


@pytest.fixture(scope="session", autouse=True)
def no_hurry():
    """A check may take a minute: the machine may be a slow one, or busy."""
    with pytest.MonkeyPatch.context() as patch:
        for module in exercise, overrides, looks_right:
            patch.setattr(module, "SECONDS", 60)
        yield


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
