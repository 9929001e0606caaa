/* The telling: from beat to beat, on the reader's word. It holds where the story is, and moves the stage. */
import { clamp } from "../../widgets/player/js/numbers.js";
import { isHeartbeat } from "../../widgets/player/js/words.js";
import { paceWords, placeAfter, stretches } from "./between_beats.js";

const LONGEST_FRAME = 100; // ms that pass at the most: a page that was hidden does not leap

export class Telling {
  /* `stage` shows the run; `says` hears { place, count, said, isOld, pace, time, turn, isPlaying } whenever
   * one changes. */
  constructor(stage, says) {
    Object.assign(this, { stage, says, beats: [], place: 0, isPlaying: false });
    this.wantsNoMotion = matchMedia("(prefers-reduced-motion: reduce)");
  }

  /* Another story takes the place of this one, at the same beat, or at its last one. */
  lay(beats) {
    this.stop();
    this.beats = beats;
    this.showBeat(clamp(this.place, 0, beats.length - 1));
  }

  get beat() {
    return this.beats[this.place];
  }

  /* Whether another run is told of from here on: its time begins anew. */
  get beginsRun() {
    return this.place > 0 && this.beats[this.place - 1].run !== this.beat.run;
  }

  get isLast() {
    return this.place === this.beats.length - 1;
  }

  /* On to the next beat; while it plays, there at once. */
  goOn() {
    if (this.isPlaying) return this.showBeat(this.place + 1);
    if (this.isLast) return undefined;
    const next = this.beats[this.place + 1], from = this.beat.moment[0], to = next.moment[0];
    if (next.run !== this.beat.run || to <= from || this.wantsNoMotion.matches) return this.showBeat(this.place + 1);
    const watched = new Set(next.flights), spoken = new Set(next.servers);
    const comes = ({ e, b }) => e === to && spoken.has(b); // whose arrival the next beat is about
    return this.play(stretches(next.run, from, to, (flight) => this.stage.sees(flight.a, flight.b)
      && (!isHeartbeat(flight) || watched.has(flight.n) || comes(flight))), next);
  }

  goBack() {
    if (this.isPlaying) this.showBeat(this.place);
    else if (this.place > 0) this.showBeat(this.place - 1);
  }

  goTo(place) {
    this.showBeat(clamp(place, 0, this.beats.length - 1));
  }

  showBeat(place) {
    this.stop();
    this.place = place;
    const { run, moment: [at, count], shows, eye } = this.beat, { stage } = this;
    if (stage.run !== run) stage.lay(run);
    stage.shows(shows, eye);
    stage.settle(count);
    stage.show(at, count);
    stage.mark(this.beat);
    this.tell("", at);
  }

  /* What moves is said from when it does, and a log that it fills is there. */
  play(found, { way, shows }) {
    const { beat } = this;
    if (shows.includes("log")) this.stage.shows([...beat.shows, "log"], beat.eye);
    this.isPlaying = true;
    this.way = way;
    this.found = found;
    this.passed = 0;
    this.last = performance.now();
    this.stage.mark({ servers: [], flights: [], links: [] });
    this.shownCount = -1;
    this.nextFrame();
  }

  nextFrame() {
    this.frame = requestAnimationFrame((now) => this.onFrame(now));
  }

  onFrame(now) {
    if (!this.stage.node.isConnected) return this.stop();
    this.passed += clamp(now - this.last, 0, LONGEST_FRAME);
    this.last = now;
    const place = placeAfter(this.found, this.passed);
    if (!place) return this.showBeat(this.place + 1);
    const { run } = this.stage, count = run.countAt(place.time);
    if (count !== this.shownCount) this.stage.settle(count);
    this.shownCount = count;
    this.stage.show(place.time, count);
    this.tell(paceWords(place.stretch), place.time);
    return this.nextFrame();
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.isPlaying = false;
  }

  tell(pace, time) {
    const way = this.isPlaying && this.way?.at <= time ? this.way : null;
    this.says({ place: this.place, count: this.beats.length, pace, time, turn: this.beat.turn,
      said: way ? way.said : this.beat.said, isOld: this.isPlaying && !way, isPlaying: this.isPlaying });
  }
}
