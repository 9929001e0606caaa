/* The model of a page: what Python has sent. */

/* Hears what Python tells of some of a model's values, until the function that it gives is called. */
export function whenTold(model, names, does) {
  for (const name of names) model.on(`change:${name}`, does);
  return () => names.forEach((name) => model.off(`change:${name}`, does));
}
