/* Where documents may come from. Each reader gives the bytes at an address, or says that it cannot:
   what is asked of whom is decided here and nowhere else. */

import { beyond } from "./outcomes.js";

const LARGEST = 2_000_000;
const PATIENCE = 10_000;
const ACCEPT = "application/vc, application/json;q=0.9, */*;q=0.1";

/** Reads one server and no other: nobody else learns that a badge is being verified. */
export function onlyFrom(origin) {
  const site = new URL(origin);
  return async (url) => {
    const asked = new URL(url);
    if (asked.host !== site.host) throw beyond("elsewhere", asked.host);
    // A did:web always says https; a trial on one machine is served without.
    asked.protocol = site.protocol;
    return fetched(asked);
  };
}

/** Reads a folder of files in place of the sites that they were copied from. */
export function inFolder(base) {
  return async (url) => {
    const { pathname } = new URL(url);
    return fetched(new URL(pathname.replace(/^\/+/, ""), base));
  };
}

/** The bytes at an address, of bounded size and time, without cookies and without saying from where. */
export async function fetched(url) {
  let response;
  try {
    response = await fetch(url, {
      headers: { Accept: ACCEPT },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw beyond("unreachable", String(response.status));
    return await bounded(response);
  } catch (error) {
    throw beyond("unreachable", error.code === "unreachable" ? "" : String(error));
  }
}

async function bounded(response) {
  const parts = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > LARGEST) throw beyond("unreachable", "too large");
    parts.push(value);
  }
}
