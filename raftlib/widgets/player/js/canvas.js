/* Drawing on canvas. */

/* A canvas as sharp as the screen, and cleared; its context counts in CSS px. A canvas that keeps its size is kept. */
export function fresh(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const context = canvas.getContext("2d");
  const size = `${width} ${height} ${ratio}`;
  if (canvas.size !== size) {
    canvas.size = size;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    context.scale(ratio, ratio);
  }
  context.clearRect(0, 0, width, height);
  return context;
}

export function strokes(context, colour, width, dash, draw) {
  context.beginPath();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  draw(context);
  context.stroke();
}

export function upright(context, x, top, bottom, colour, width, dash = []) {
  strokes(context, colour, width, dash, () => {
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  });
}

export function crossAt(context, x, y, size) {
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x - size, y + size);
  context.lineTo(x + size, y - size);
}

/* A lamp that has gone out, as beside the ring: what is there breaks a safety property. */
export function outLamp(context, x, y, { fault, paper }) {
  context.beginPath();
  context.arc(x, y, 6.5, 0, 2 * Math.PI);
  context.fillStyle = paper;
  context.fill();
  strokes(context, fault, 2, [], () => {
    context.arc(x, y, 6.5, 0, 2 * Math.PI);
    crossAt(context, x, y, 4);
  });
}
