/* What the canvases draw on: how wide it is, and the colours of the page's theme. */

const PADDING = 8; // px round all of the player

export class Sheet {
  constructor(look) {
    Object.assign(this, { look, width: 0 });
  }

  /* Whether the width of the player has changed; by that its parts stand below or beside each other. */
  measure(root) {
    const width = Math.round(root.clientWidth - 2 * PADDING);
    if (width <= 0 || width === this.width) return false;
    this.width = width;
    root.classList.toggle("narrow", width < 760);
    return true;
  }

  /* A canvas can't read style sheets: it gets the theme's colours from here. */
  takeTheme(root) {
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(`--raft-${name}`).trim();
    this.dark = document.body.dataset.jpThemeLight === "false";
    root.classList.toggle("dark", this.dark);
    this.colours = { ink: style.color, paper: colour("paper"), grid: colour("grid"), accent: colour("accent"),
      fault: colour("fault") };
    this.font = style.fontFamily || "sans-serif";
  }
}
