/* Settings of the page: speeds, jumps, keys, and the words for them. */

export const MS = 1000; // µs
export const MANY = 5; // servers: more of them share the room more tightly

export const FOLLOWED = "followed"; // the speed that changes with what there is to see
export const SPEEDS = [[FOLLOWED, "easy to follow"], ...[500, 200, 100, 50, 20, 10, 4, 1].map((slower) =>
  [1 / slower, slower === 1 ? "real time" : `1/${slower} of real time`])];
export const WINDOWS = [[100, "100 ms"], [300, "300 ms"], [1000, "1 s"], [Infinity, "whole run"]];
export const JUMPS = [["role", "role change"], ["vote", "vote"], ["commit", "commit"], ["fault", "fault or command"],
  ["break", "safety break"]];

// By key: what it does, and what of the player must be there for it (see `has` of the help), if anything.
export const KEYS = [
  ["Space", "play or pause"],
  ["← →", "the event before, the next one"],
  ["Shift + ← →", "10 ms back, 10 ms on"],
  ["J", "jump to the next role change, vote, commit …", "jumps"],
  ["1 – 9", "choose a server"],
  ["Enter", "what can be done with it, or with a message", "live"],
  ["C", "crash it, or restart it", "live"],
  ["T", "let its election timeout run out now", "live"],
  ["M", "send a command (to it, or to the leader)", "hands"],
  ["G", "put it into the group to cut off, or take it out", "hands"],
  ["X", "cut the group off from all others", "hands"],
  ["H", "heal all links", "hands"],
  ["N", "choose the next message under way"],
  ["D, U", "drop the chosen message, or double it", "live"],
  ["B", "hold it back (Enter, to say for how long)", "live"],
  ["Tab", "on to the next part"],
  ["↑ ↓", "in the list of events: the event before, the next one", "events"],
  ["L", "show or fold the code", "code"],
  ["?", "this list"],
  ["Esc", "close what is open"],
];
export const CHOOSE_FIRST = "Choose a server first (1 – 9).";
export const BY_MOUSE = [
  ["click a server or a message for what can be done with it", "live"],
  ["Shift-click a second server for the link between the two", "hands"],
  ["drag on the strip to move through the run", "strip"],
];
