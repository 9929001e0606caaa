/* A slider that is locked for a while: neither hand nor key moves it. */
import { whenTold } from "./model.js";

export function keepLocked(model, el) {
  const lay = () => { el.inert = model.get("locked"); };
  lay();
  return whenTold(model, ["locked"], lay);
}
