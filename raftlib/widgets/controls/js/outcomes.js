/* Voila runs all cells by itself: the outcome of a prediction would stand right below its question. It waits there
 * until the question is answered. */
const PAGE = "#rendered_cells", CELL = ".jp-Cell", CODE = ".jp-CodeCell", OUTPUT = ".jp-OutputArea-child";
const WAITS = "raftWaits", ANSWERED = ".raft-answered", PREDICTION = ".raft-prediction";

/* Elsewhere the reader runs the cells, and nothing is hidden. */
export function hideOutcome(prediction) {
  const page = prediction?.closest(PAGE);
  if (page == null || prediction.matches(ANSWERED)) return;
  const outcome = outcomeOf([...page.querySelectorAll(CELL)], prediction.closest(CELL));
  wait(outcome, 1);
  const answers = new MutationObserver(() => {
    if (!prediction.matches(ANSWERED)) return;
    answers.disconnect();
    wait(outcome, -1);
  });
  answers.observe(prediction, { attributeFilter: ["class"] });
}

/* What is run after a question, up to the next heading; another question may come in between. */
function outcomeOf(cells, asking) {
  const after = cells.slice(cells.indexOf(asking) + 1);
  const end = after.findIndex((cell) => !cell.matches(CODE) && cell.querySelector("h1, h2, h3, h4"));
  const section = end < 0 ? after : after.slice(0, end);
  return section.filter((cell) => cell.matches(CODE) && cell.querySelector(OUTPUT) && !cell.querySelector(PREDICTION));
}

/* Each cell counts the questions that it waits for. */
function wait(cells, more) {
  for (const { dataset } of cells) {
    dataset[WAITS] = Number(dataset[WAITS] ?? 0) + more;
    if (dataset[WAITS] === "0") delete dataset[WAITS];
  }
}
