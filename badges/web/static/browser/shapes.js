/* A picture for each state, told apart by its shape alone, drawn as elements: no markup is parsed. */

const SVG = "http://www.w3.org/2000/svg";
const SEAL =
  "M48 10A11.5 11.5 0 0 1 67 15.1A11.5 11.5 0 0 1 80.9 29A11.5 11.5 0 0 1 86 48A11.5 11.5 0 0 1 " +
  "80.9 67A11.5 11.5 0 0 1 67 80.9A11.5 11.5 0 0 1 48 86A11.5 11.5 0 0 1 29 80.9A11.5 11.5 0 0 1 " +
  "15.1 67A11.5 11.5 0 0 1 10 48A11.5 11.5 0 0 1 15.1 29A11.5 11.5 0 0 1 29 15.1A11.5 11.5 0 0 1 48 10Z";
const HOURGLASS = "M32 14v12l16 22 16-22V14M32 82V70l16-22 16 22v12M26 14h44M26 82h44";
const CLOUD = "M28 68h40a14 14 0 0 0 2-28 22 22 0 0 0-42-5 17 17 0 0 0 0 33z";
const PAGE = "M24 10h32l16 16v60H24zM56 10v16h16";
const MASK =
  "M12 32c12-11 26-9 36-3 10-6 24-8 36 3 1 26-9 40-21 40-8 0-10-7-15-7s-7 7-15 7c-12 0-22-14-21-40z";

const SHAPES = {
  genuine: [["seal", SEAL], ["strong", "M31 49l12 12 23-25"]],
  revoked: [["seal", SEAL], ["gap", "M10 86L86 10"], ["strong", "M10 86L86 10"]],
  suspended: [["seal", SEAL], ["strong", "M39 35v26M57 35v26"]],
  expired: [["", HOURGLASS], ["full", "M39 78l9-11 9 11z"]],
  not_yet_valid: [["", HOURGLASS], ["full", "M39 18l9 11 9-11z"]],
  altered: [["seal", SEAL], ["crack", "M56 2L42 28l15 14-18 14 14 14-11 26"]],
  not_the_issuer: [["", MASK], ["full", "M24 43c5-5 11-5 16 1-5 6-13 6-16-1zM72 43c-5-5-11-5-16 1 5 6 13 6 16-1z"]],
  cannot_check: [["", CLOUD], ["gap", "M20 86L78 16"], ["strong", "M20 86L78 16"]],
  unreadable: [["", PAGE], ["", "M39 46c0-6 4-10 9-10s9 4 9 9c0 8-9 8-9 15M48 71v.1"]],
};

const TONES = {
  genuine: "ok",
  revoked: "bad",
  altered: "bad",
  not_the_issuer: "bad",
  suspended: "warn",
  expired: "warn",
  not_yet_valid: "warn",
};

const MARKS = {
  passed: "M4 13l5 6L20 5",
  failed: "M5 5l14 14M19 5L5 19",
  unknown: "M7 8c0-3 2-5 5-5s5 2 5 5c0 4-5 4-5 8M12 21v.1",
  skipped: "M5 12h14",
};

/** The colour family of a state. */
export const toneOf = (state) => TONES[state] ?? "unknown";

/** The picture of a state. */
export const shapeOf = (state) => drawing(96, SHAPES[state]);

/** The mark of the outcome of a check. */
export const markOf = (outcome) => drawing(24, [["", MARKS[outcome]]]);

function drawing(size, paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "shape");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, line] of paths) {
    const path = document.createElementNS(SVG, "path");
    if (kind) path.setAttribute("class", kind);
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}
