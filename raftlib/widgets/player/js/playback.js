/* Playing: how time passes, and who holds it. */
import { FOLLOWED, MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { icon } from "./icons.js";
import { button } from "../../controls/js/nodes.js";
import { Pace } from "./pace.js";

const LONGEST_FRAME = 100; // ms that pass at the most: a page that was hidden does not leap
const SHORTEST_WAIT = 500; // ms: slow enough to read
const LONGEST_WAIT = 2000;

/* A pace that is the same all the time. */
class Steady {
  constructor(speed) {
    this.speed = speed;
  }

  watched(time) {
    return time / MS / this.speed;
  }

  timeAt(watched) {
    return watched * MS * this.speed;
  }
}

export class Playback {
  constructor(player) {
    this.player = player;
    this.speed = FOLLOWED;
    this.button = button("", () => this.toggle(), { class: "raft-play" });
    this.wantsNoMotion = matchMedia("(prefers-reduced-motion: reduce)");
    this.isHeld = false;
    this.setPlaying(false);
  }

  setPlaying(playing) {
    const words = playing ? "pause (Space)" : "play (Space)";
    this.isPlaying = playing;
    this.button.replaceChildren(icon(playing ? "pause" : "play"));
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
  }

  get isFollowed() {
    return this.speed === FOLLOWED;
  }

  get pace() {
    if (!this.isFollowed) return new Steady(this.speed);
    const { run, time } = this.player;
    if (this.paced !== run) Object.assign(this, { paced: run, followed: new Pace(run, time) });
    return this.followed;
  }

  /* Whether waiting is shortened just now. */
  get isShort() {
    return this.isPlaying && this.isFollowed && this.pace.isShortened(this.player.time);
  }

  /* The moment (µs) after so many more ms; fractions are kept from frame to frame, for slow paces. */
  later(passed) {
    const { player: { time } } = this;
    const now = Math.round(this.exact) === time ? this.exact : time;
    return this.pace.timeAt(this.pace.watched(now) + clamp(passed, 0, LONGEST_FRAME));
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (!this.player.run) return;
    this.player.getsReadyToPlay();
    this.paced = null; // how it can be followed from here
    this.setPlaying(true);
    this.last = performance.now();
    if (this.wantsNoMotion.matches) this.hop();
    else this.nextFrame();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    if (!this.isPlaying) return;
    this.setPlaying(false);
    this.player.hasStopped();
  }

  nextFrame() {
    this.frame = requestAnimationFrame((now) => this.onFrame(now));
  }

  onFrame(now) {
    if (!this.player.isOnPage) return this.pause(); // its output was hidden
    const passed = now - this.last;
    this.last = now;
    if (this.isHeld) return this.nextFrame();
    const wanted = this.later(passed), time = this.isFollowed ? this.player.untilRead(wanted) : wanted;
    this.player.goTo(time);
    this.exact = time;
    return this.player.isAtEnd ? this.pause() : this.nextFrame();
  }

  /* Where motion is not wanted: from event to event. */
  hop() {
    const { run, k, time } = this.player, event = run.events[k];
    if (!event || !this.player.isOnPage) return this.pause();
    this.timer = setTimeout(() => {
      // Meanwhile the moment may have been moved by hand.
      if (!this.isHeld && this.player.k === k && this.player.run === run) this.player.moveOn(event);
      this.hop();
    }, clamp(this.pace.watched(event.t) - this.pace.watched(time), SHORTEST_WAIT, LONGEST_WAIT));
    return undefined;
  }

  /* While a hand presses on an area that moves the moment, time waits for it. */
  isHeldBy(area) {
    area.addEventListener("pointerdown", () => {
      const pressed = new AbortController();
      const release = () => {
        this.isHeld = false;
        pressed.abort();
      };
      this.isHeld = true;
      for (const end of ["pointerup", "pointercancel"]) {
        window.addEventListener(end, release, { signal: pressed.signal });
      }
    });
  }
}
