/* Runs the browser's modules in Node: a question on standard input, an answer on standard output.
   `pages` is the whole web of the question; an address that is not in it cannot be reached. */

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const question = JSON.parse(await text(process.stdin));
const modules = pathToFileURL(`${question.root}/browser/`);
const load = (name) => import(new URL(name, modules));

const { verify, tools } = await load("verify.js");
const { canonicalForm, signedBytes } = await load("embedded.js");
const { ofMultikey, requireSignature } = await load("keys.js");
const { multibase } = await load("encodings.js");
const { openCatalogue } = await load("contexts.js");
const { canonicalize } = await load("rdfc.js");
const { Stop, beyond } = await load("outcomes.js");
const { textOfBadge } = await load("containers.js");

const contexts = pathToFileURL(`${question.root}/contexts/`).href;
const visits = [];

async function read(url) {
  visits.push(url);
  if (!Object.hasOwn(question.pages, url)) throw beyond("unreachable", url);
  return Buffer.from(question.pages[url], "base64");
}

const readFileAt = async (url) => new Uint8Array(await readFile(new URL(url)));
const options = { read, contexts, readContext: readFileAt, now: Date.parse(question.now) };

const asked = {
  async verify(material) {
    const bytes = new Uint8Array(Buffer.from(material, "base64"));
    return verify(await textOfBadge(bytes, () => []), await tools(options));
  },
  async canonical({ document, anyWord }) {
    return canonicalForm(document, await openCatalogue(contexts, readFileAt, { anyWord }));
  },
  async signature({ document, proof, key }) {
    const catalogue = await openCatalogue(contexts, readFileAt, { anyWord: true });
    const bytes = await signedBytes(document, proof, catalogue);
    await requireSignature(ofMultikey(key), multibase(proof.proofValue), bytes);
    return "holds";
  },
  async rdfc({ quads, algorithm, work }) {
    return canonicalize(quads, { algorithm, work });
  },
  async call({ module, name, values }) {
    return (await load(module))[name](...values);
  },
};

const answers = {};
for (const [name, { ask, of }] of Object.entries(question.cases)) {
  try {
    answers[name] = await asked[ask](of);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    answers[name] = { state: stop.state, code: stop.code };
  }
}
process.stdout.write(JSON.stringify({ answers, visits }));

async function text(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf-8");
}
