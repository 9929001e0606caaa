/* Nodes of the page: made, and written into. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  play: "M3 2l11 6-11 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z", next: "M2 2l8 6-8 6zM11 2h2.5v12H11z",
  previous: "M14 2L6 8l8 6zM2.5 2H5v12H2.5z", jump: "M1 3l6 5-6 5zM7 3l6 5-6 5zM13 3h2v10h-2z",
};

export function grow(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export function html(tag, attributes = {}, ...children) {
  return grow(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return grow(document.createElementNS(SVG, tag), attributes, children);
}

/* Writes into the page only what has changed: a text that stays costs no layout. */
export function put(node, text) {
  if (node.written !== text) node.textContent = node.written = text;
}

export function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

export function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }));
}

export function button(words, does, attributes = {}) {
  return html("button", { type: "button", onclick: does, ...attributes }, words);
}

export function submitButton(words, attributes = {}) {
  return html("button", { type: "submit", ...attributes }, words);
}

export function form(does, ...parts) {
  const submit = (event) => {
    event.preventDefault();
    does();
  };
  return html("form", { onsubmit: submit, novalidate: true }, ...parts); // what is wrong is said in our own words
}

export function choice(options, chosen, does, label) {
  const menu = html("select", { "aria-label": label, title: label, onchange: () => does(menu.value) },
    ...options.map(([value, words]) => html("option", { value, selected: value === chosen }, words)));
  return menu;
}
