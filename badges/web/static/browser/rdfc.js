/* RDFC-1.0: the same names for the blank nodes of the same statements, whoever computes them.
   https://www.w3.org/TR/rdf-canon/ */

import { byCodePoint, hash, hex, utf8 } from "./encodings.js";
import { beyond } from "./outcomes.js";

const WORK = 40_000;

/** The canonical N-Quads of some distinct quads. */
export async function canonicalize(quads, { algorithm = "SHA-256", work = WORK } = {}) {
  const labels = await new Naming(quads, algorithm, work).labels();
  const named = (term) => labels.get(term) ?? term;
  const lines = quads.map(([s, p, o, g]) => line(named(s), p, named(o), named(g)));
  return lines.sort(byCodePoint).join("");
}

function line(subject, predicate, object, graph) {
  return graph ? `${subject} ${predicate} ${object} ${graph} .\n` : `${subject} ${predicate} ${object} .\n`;
}

const isBlank = (term) => term.startsWith("_:");

/** The blank nodes of a quad, each with the letter of its position. */
function blanksOf([subject, , object, graph]) {
  return [["s", subject], ["o", object], ["g", graph]].filter(([, term]) => isBlank(term));
}

/** Gives out labels in the order in which they are first asked for. */
class Labels {
  constructor(prefix, issued = new Map()) {
    this.prefix = prefix;
    this.issued = issued;
  }

  issue(blank) {
    if (!this.issued.has(blank)) this.issued.set(blank, `${this.prefix}${this.issued.size}`);
    return this.issued.get(blank);
  }

  copy() {
    return new Labels(this.prefix, new Map(this.issued));
  }
}

class Naming {
  constructor(quads, algorithm, work) {
    this.algorithm = algorithm;
    this.left = work;
    this.canonical = new Labels("_:c14n");
    this.mentions = new Map();
    for (const quad of quads) {
      for (const blank of new Set(blanksOf(quad).map(([, term]) => term))) {
        if (!this.mentions.has(blank)) this.mentions.set(blank, []);
        this.mentions.get(blank).push(quad);
      }
    }
    this.firstDegree = new Map();
  }

  /** The canonical labels, unique hashes first (section 4.4, steps 4 and 5). */
  async labels() {
    const alike = new Map();
    for (const blank of this.mentions.keys()) {
      const digest = await this.hashFirstDegree(blank);
      this.firstDegree.set(blank, digest);
      alike.set(digest, [...(alike.get(digest) ?? []), blank]);
    }
    const groups = [...alike.keys()].sort(byCodePoint).map((digest) => alike.get(digest));
    for (const group of groups) if (group.length === 1) this.canonical.issue(group[0]);
    for (const group of groups) if (group.length > 1) await this.nameAlike(group);
    return this.canonical.issued;
  }

  async nameAlike(group) {
    const results = [];
    for (const blank of group) {
      if (this.canonical.issued.has(blank)) continue;
      const labels = new Labels("_:b");
      labels.issue(blank);
      results.push(await this.hashNDegree(blank, labels));
    }
    results.sort((one, other) => byCodePoint(one.digest, other.digest));
    for (const { labels } of results) {
      for (const blank of labels.issued.keys()) this.canonical.issue(blank);
    }
  }

  async digest(text) {
    return hex(await hash(utf8(text), this.algorithm));
  }

  /** Hash of the quads that mention a blank node, itself as `_:a`, others as `_:z` (4.6). */
  hashFirstDegree(blank) {
    const mask = (term) => (isBlank(term) ? (term === blank ? "_:a" : "_:z") : term);
    const lines = this.mentions
      .get(blank)
      .map(([s, p, o, g]) => line(mask(s), p, mask(o), mask(g)));
    return this.digest(lines.sort(byCodePoint).join(""));
  }

  /** Hash of one neighbour as seen through one quad (4.7). */
  hashRelated(related, quad, labels, position) {
    const identifier =
      this.canonical.issued.get(related) ??
      labels.issued.get(related) ??
      this.firstDegree.get(related);
    return this.digest(position + (position === "g" ? "" : quad[1]) + identifier);
  }

  /** Hash of what surrounds a blank node, and the labels given on the best way round (4.8). */
  async hashNDegree(blank, labels) {
    const mentions = this.mentions.get(blank);
    this.spend(mentions.length);
    const neighbours = new Map();
    for (const quad of mentions) {
      for (const [position, related] of blanksOf(quad)) {
        if (related === blank) continue;
        const digest = await this.hashRelated(related, quad, labels, position);
        neighbours.set(digest, [...(neighbours.get(digest) ?? []), related]);
      }
    }
    let text = "";
    let best = labels;
    for (const digest of [...neighbours.keys()].sort(byCodePoint)) {
      const found = await this.bestPath(neighbours.get(digest), best);
      text += digest + found.path;
      best = found.labels;
    }
    return { digest: await this.digest(text), labels: best };
  }

  /** The least path through neighbours that look alike, over all their orders (4.8, step 5.4). */
  async bestPath(related, labels) {
    let best = { path: "", labels };
    for (const order of orders(related)) {
      this.spend(order.length);
      const found = await this.path(order, labels.copy(), best.path);
      if (found !== null && (best.path === "" || byCodePoint(found.path, best.path) < 0)) best = found;
    }
    return best;
  }

  async path(order, labels, best) {
    let path = "";
    const unnamed = [];
    for (const related of order) {
      let label = this.canonical.issued.get(related);
      if (label === undefined) {
        if (!labels.issued.has(related)) unnamed.push(related);
        label = labels.issue(related);
      }
      path += label;
      if (isWorse(path, best)) return null;
    }
    let further = labels;
    for (const related of unnamed) {
      const found = await this.hashNDegree(related, further);
      path += `${further.issue(related)}<${found.digest}>`;
      further = found.labels;
      if (isWorse(path, best)) return null;
    }
    return { path, labels: further };
  }

  spend(steps) {
    this.left -= steps;
    if (this.left < 0) throw beyond("too_costly");
  }
}

/** The different orders of neighbours, one after the other; equal neighbours count once. */
function* orders(items) {
  if (items.length <= 1) {
    yield items;
    return;
  }
  for (const first of new Set(items)) {
    const rest = [...items];
    rest.splice(rest.indexOf(first), 1);
    for (const order of orders(rest)) yield [first, ...order];
  }
}

function isWorse(path, best) {
  return best !== "" && path.length >= best.length && byCodePoint(path, best) > 0;
}
