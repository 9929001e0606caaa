"""What axe-core finds against a part of a page, in the light and in the dark theme; it comes with a package."""

import sys
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

THEMES = ("light", "dark")
SHEETS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "themes" / "@jupyterlab"
# What the WCAG asks for, and what its authors call good practice; a part of a page is no page with a heading.
RUN = """
within => axe.run([...document.querySelectorAll(within)], {
    resultTypes: ["violations"],
    rules: { region: { enabled: false }, "page-has-heading-one": { enabled: false },
        "landmark-one-main": { enabled: false } },
})"""


def violations(page: Page, within: str) -> list[str]:
    """What axe-core finds wrong within all elements of a selector: its rule, what that asks for, and where.

    Raises ValueError if there is no such element.
    """
    if not page.locator(within).count():
        raise ValueError(f"within is {within!r}: there must be such an element on the page.")
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, within)["violations"]
    return [f"{each['id']}: {each['help']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
            for each in found for node in each["nodes"]]


def change_theme(page: Page, theme: str) -> None:
    """JupyterLab in one of the two themes."""
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
                  f"JupyterLab {theme.capitalize()}")
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(theme == "light").lower())
    # The next change would take this one's curtain away a second time, and complain on the console.
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def dress(page: Page, theme: str) -> None:
    """A page without Jupyter in the colours that it has there."""
    sheet = (SHEETS / f"theme-{theme}-extension" / "index.css").read_text(encoding="utf-8")
    page.add_style_tag(content=f"{sheet}\nbody {{ color: var(--jp-content-font-color1); "
                               "background: var(--jp-layout-color0); }")
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", str(theme == "light").lower())
