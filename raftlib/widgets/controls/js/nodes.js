/* Nodes of a page: made, named, and written into. */

const SVG = "http://www.w3.org/2000/svg";

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

/* An id that nothing else on the page has: each control is a page of its own, so they can't count together. */
export function freshId() {
  return `raft-${Math.random().toString(36).slice(2)}`;
}
