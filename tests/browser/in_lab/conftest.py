"""What the tests in JupyterLab share that have one `notebook` open for all of a file."""
import pytest


@pytest.fixture
def page_and_errors(notebook):
    """The page with a file's notebook, and the list of errors on its console since then."""
    page, errors = notebook
    errors.clear()
    return page, errors
