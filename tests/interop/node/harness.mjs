// What every program here shares: one request on standard input, one answer on standard output,
// and a web of which only the pages of the request and loopback servers exist.
import {text} from 'node:stream/consumers';

const realFetch = globalThis.fetch;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The request: `contexts` and `pages` by URL, `origins` served on loopback, `cases` by name. */
export const request = JSON.parse(await text(process.stdin));
const {contexts = {}, pages = {}, origins = {}, cases = {}} = request;

/** Addresses asked for that are neither pinned nor local: each one is a wish to leave the machine. */
export const refused = [];
/** Every address that was asked for, so that a test can see who was called. */
export const visited = [];

// Libraries print on standard output; the answer must be alone there.
console.log = console.error;

globalThis.fetch = async function fetch(input, init) {
  const url = new URL(input instanceof Request ? input.url : input);
  visited.push(url.href);
  const page = pages[url.href] ?? contexts[url.href];
  if(page !== undefined) {
    return Response.json(page);
  }
  const local = origins[url.origin];
  if(local !== undefined) {
    return realFetch(new URL(url.pathname + url.search, local), init);
  }
  if(LOOPBACK.has(url.hostname)) {
    return realFetch(input, init);
  }
  refused.push(url.href);
  throw new TypeError(`tests have no network: ${url.href}`);
};

/** A JSON-LD document loader that knows the pinned contexts, DIDs and the pages of the request. */
export function loader(resolver) {
  return async function documentLoader(url) {
    if(url in contexts) {
      return {contextUrl: null, documentUrl: url, document: contexts[url]};
    }
    if(url.startsWith('did:') && resolver) {
      return {contextUrl: null, documentUrl: url, document: await resolver.get({did: url})};
    }
    if(url.startsWith('http')) {
      const response = await fetch(url, {headers: {accept: 'application/json'}});
      if(!response.ok) {
        throw new Error(`${url} answered ${response.status}`);
      }
      return {contextUrl: null, documentUrl: url, document: await response.json()};
    }
    throw new Error(`unknown document ${url}`);
  };
}

/** An error and all that hides behind it, as one line that a test can search. */
export function told(error) {
  if(!error) {
    return null;
  }
  const behind = [...(error.errors ?? []), error.cause].filter(Boolean).map(told);
  return [`${error.name}: ${error.message}`, ...behind].join(' | ');
}

/** Answer every case with `examine`; a throw is an answer too. */
export async function answer(examine) {
  const results = {};
  for(const [name, input] of Object.entries(cases)) {
    try {
      results[name] = await examine(input);
    } catch(error) {
      results[name] = {thrown: told(error)};
    }
  }
  process.stdout.write(JSON.stringify({results, refused, visited}));
}
