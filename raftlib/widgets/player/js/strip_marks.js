/* What happens to one server, as a mark on its life line. */
import { crossAt, strokes } from "./canvas.js";

export const MARKS = {
  "election timeout"(context, x, y, { look }) {
    context.beginPath();
    [[0, -7], [7, 0], [0, 7], [-7, 0]].forEach(([right, down]) => context.lineTo(x + right, y + down));
    context.closePath();
    context.fillStyle = look.timeout;
    context.fill();
    context.setLineDash([]);
    context.strokeStyle = look.black;
    context.lineWidth = 1.1;
    context.stroke();
  },
  crash(context, x, y, { look }) {
    strokes(context, look.fault, 2.8, [], () => crossAt(context, x, y, 7));
  },
  restart(context, x, y, { look, colours }) {
    context.beginPath();
    context.arc(x, y, 6, 0, 2 * Math.PI);
    context.fillStyle = colours.paper;
    context.fill();
    strokes(context, look.fault, 2.2, [], () => context.arc(x, y, 6, 0, 2 * Math.PI));
  },
};
