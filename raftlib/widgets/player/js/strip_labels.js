/* The words above a strip: none lies over another, and what is said first has its place. */
import { clamp } from "./numbers.js";
import { STRIP } from "./time_line.js";

export class StripLabels {
  constructor(context, width, paper) {
    Object.assign(this, { context, width, paper, taken: [] });
  }

  /* Words that must be read: as a flag at their line, on the side where there is room. */
  flag(x, colour, text) {
    const { context } = this, width = context.measureText(text).width + 8;
    const left = [x, x - width, ...this.taken.map(({ right }) => right + 3)].find((each) =>
      this.isFree(each, each + width)) ?? clamp(x, STRIP.left, this.width - width);
    this.taken.push({ left, right: left + width });
    context.fillStyle = colour;
    context.fillRect(left, 0, width, 14);
    context.fillStyle = this.paper;
    context.fillText(text, left + 4, 7.5);
  }

  /* Words that may be missing where there is no room. */
  note(x, colour, text) {
    const { context } = this, half = context.measureText(text).width / 2;
    const middle = clamp(x, STRIP.left + half, this.width - STRIP.right - half);
    if (!this.isFree(middle - half, middle + half)) return;
    this.taken.push({ left: middle - half - 5, right: middle + half + 5 });
    context.fillStyle = colour;
    context.fillText(text, middle - half, 8);
  }

  isFree(left, right) {
    return left >= STRIP.left - 1 && right <= this.width
      && this.taken.every((label) => right <= label.left || left >= label.right);
  }
}
