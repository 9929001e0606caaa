/* The Python code that makes the run. */
import { button, html, put } from "../../controls/js/nodes.js";

export class CodePanel {
  constructor() {
    this.text = html("pre", { tabindex: 0, "aria-label": "Python code that makes this branch" });
    this.copy = button("Copy", () => this.copyText());
    this.node = html("details", {}, html("summary", {}, "Show as code (L)"),
      html("div", { class: "raft-code" }, this.copy, this.text));
  }

  lay(code) {
    put(this.text, code);
    put(this.copy, "Copy");
  }

  toggle() {
    this.node.open = !this.node.open;
  }

  async copyText() {
    try {
      await navigator.clipboard.writeText(this.text.textContent);
      put(this.copy, "Copied");
    } catch { // without https there is no clipboard: the text is marked, to be copied by key
      getSelection().selectAllChildren(this.text);
      put(this.copy, "Marked: press Ctrl+C");
    }
  }
}
