/* The branches of the run: shown, compared, renamed. */
import { button, form, html, put, submitButton } from "../../controls/js/nodes.js";
import { clock } from "./words.js";

export class BranchPanel {
  constructor(ask, letters) {
    Object.assign(this, { ask, letters });
    this.rows = html("ul", { class: "raft-branches" });
    this.summary = html("summary", {}, "Branches");
    this.node = html("details", {}, this.summary, this.rows);
  }

  lay(branches, current, beside) {
    put(this.summary, `Branches (${branches.length})`);
    const depths = new Map();
    branches.forEach(({ id, parent }) => depths.set(id, parent == null ? 0 : (depths.get(parent) ?? 0) + 1));
    const rows = branches.map((branch) =>
      this.row(branch, depths.get(branch.id), branch.id === current, branch.id === beside));
    const buttons = () => [...this.rows.querySelectorAll("button")];
    const focused = buttons().indexOf(this.rows.getRootNode().activeElement);
    this.rows.replaceChildren(...rows);
    // The keys must not go to JupyterLab because a button was made anew.
    if (focused >= 0) buttons().slice(focused).find((each) => !each.disabled)?.focus({ preventScroll: true });
    const place = branches.findIndex((branch) => branch.id === current);
    if (this.node.open && place > 3) this.rows.scrollTop = rows[place].offsetTop - rows[0].offsetTop - 60;
  }

  row(branch, depth, isCurrent, isBeside) {
    const said = branch.name.endsWith(branch.said) ? "" : branch.said;
    const begun = branch.parent == null ? said : `from ${clock(branch.at)} on${said && `: ${said}`}`;
    const compares = isBeside ? "end comparing" : `compare with branch ${branch.name}`;
    const name = html("span", { class: "raft-branch-name" }, html("b", {}, branch.name),
      html("span", { class: "raft-said" }, begun));
    const row = html("li", { style: `margin-left: ${Math.min(depth, 8) * 14}px`, "aria-current": isCurrent && "true" },
      name,
      button(isCurrent ? "shown" : "show", () => this.ask({ do: "switch", branch: branch.id }),
        { disabled: isCurrent, "aria-label": `show branch ${branch.name}` }),
      button(isBeside ? "end comparing" : "compare", () =>
        this.ask({ do: "compare", branch: isBeside ? -1 : branch.id }),
        { disabled: isCurrent, "aria-pressed": String(isBeside), "aria-label": compares }),
      button("rename", () => this.rename(row, name, branch), { "aria-label": `rename branch ${branch.name}` }));
    return row;
  }

  rename(row, name, branch) {
    const input = html("input",
      { type: "text", value: branch.name, maxlength: this.letters, "aria-label": "new name of the branch" });
    const asked = form(() => {
      this.ask({ do: "rename", branch: branch.id, name: input.value.trim() || branch.name });
      asked.replaceWith(name);
      row.lastElementChild.focus({ preventScroll: true });
    }, input, submitButton("rename"));
    name.replaceWith(asked);
    input.select();
  }
}
