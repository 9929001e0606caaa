/* Nodes of a control: made, named, and written into. */

export function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/* An id that no other control on the page has: each is a page of its own, so they can't count together. */
export function freshId() {
  return `raft-${Math.random().toString(36).slice(2)}`;
}

/* Hears what Python tells of some of a model's values, until the function that it gives is called. */
export function whenTold(model, names, does) {
  for (const name of names) model.on(`change:${name}`, does);
  return () => names.forEach((name) => model.off(`change:${name}`, does));
}
