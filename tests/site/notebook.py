"""A notebook of the site as a reader runs it, and what may be asked of its kernel."""
CURRENT = "window.jupyterapp?.shell.currentWidget"
IDLE = f"() => {CURRENT}?.sessionContext?.session?.kernel?.status === 'idle'"
CELLS = f"""() => {{
    const cells = [...{CURRENT}.content.model.cells].filter((cell) => cell.type === 'code');
    return cells.filter((cell) => cell.sharedModel.source.trim())
        .map((cell) => ({{ ran: cell.executionCount !== null, outputs: cell.outputs.toJSON() }}));
}}"""
SAYS = f"""async (code) => {{
    const said = [];
    const future = {CURRENT}.sessionContext.session.kernel.requestExecute({{ code }});
    future.onIOPub = ({{ header, content }}) => {{
        if (header.msg_type === 'stream') said.push(content.text);
        if (header.msg_type === 'error') said.push(content.traceback.join('\\n'));
    }};
    await future.done;
    return said.join('');
}}"""


def open_notebook(visit, name):
    """Open a notebook, and wait until its kernel is ready."""
    page = visit(f"run/lab/index.html?path={name}.ipynb")
    page.wait_for_function(IDLE)
    return page


def run_all(page):
    """Run all cells, and give those with code: whether each ran, and its outputs."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(f"() => ({CELLS})().every((cell) => cell.ran)")
    return page.evaluate(CELLS)


def says(page, code):
    """What the kernel prints for this code, or its error."""
    return page.evaluate(SAYS, code)


def complaints(cells):
    """What cells have said on stderr, or raised."""
    outputs = [output for cell in cells for output in cell["outputs"]]
    return [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
