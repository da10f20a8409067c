// The peers in Node, each in a process of its own that stays: `node --expose-gc peers.mjs NAME`.
// A line of JSON comes in, a line of JSON goes out. First {contexts, key, pages}, answered {ready};
// then {items}, answered {seconds, answers}: the work is timed here, so that neither the pipe nor
// the other side counts. Strings in, strings out: reading and writing JSON is part of the work.
import * as DidKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as core from '@digitalcredentials/verifier-core';
import * as vc from '@digitalbazaar/vc';
import {CachedResolver} from '@digitalbazaar/did-io';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createInterface} from 'node:readline';
import {existsSync, readFileSync} from 'node:fs';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

console.log = console.error; // libraries print; the answer must be alone

const MAIN_THREAD = '/proc/thread-self/schedstat';
const CONTENDERS = {'vc-issue': issuer, 'vc-verify': verifier, 'core-verify': coreVerifier};

/** Contexts from memory, which jsonld.js may keep processed ('static'), and did:key computed. */
function loader({contexts}) {
  const resolver = new CachedResolver();
  const driver = DidKey.driver();
  driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
  resolver.use(driver);
  return async function documentLoader(url) {
    if(url in contexts) {
      return {contextUrl: null, documentUrl: url, document: contexts[url], tag: 'static'};
    }
    if(url.startsWith('did:')) {
      return {contextUrl: null, documentUrl: url, document: await resolver.get({did: url})};
    }
    throw new Error(`unknown document ${url}`);
  };
}

/** Reads a ready document, adds a proof and writes JSON. */
async function issuer(setting) {
  const documentLoader = loader(setting);
  const keyPair = await Ed25519Multikey.from(setting.key);
  const date = new Date(setting.created);
  return async text => {
    const suite = new DataIntegrityProof({signer: keyPair.signer(), cryptosuite, date});
    const credential = JSON.parse(text);
    return JSON.stringify(await vc.issue({credential, suite, documentLoader}));
  };
}

/** Says whether the proof and the dates hold; of status it is told at once that all is well. */
async function verifier(setting) {
  const documentLoader = loader(setting);
  const checkStatus = async () => ({verified: true});
  return async text => {
    const suite = new DataIntegrityProof({cryptosuite});
    const credential = JSON.parse(text);
    const {verified} = await vc.verifyCredential(
      {credential, suite, documentLoader, checkStatus});
    return verified;
  };
}

/** Says whether signature and dates hold; registries there are none. */
async function coreVerifier({pages}) {
  globalThis.fetch = async input => {
    const page = pages[new URL(input instanceof Request ? input.url : input).href];
    if(page === undefined) {
      throw new TypeError('no network');
    }
    return Response.json(page);
  };
  return async text => {
    const credential = JSON.parse(text);
    const {log = [], errors = []} = await core.verifyCredential(
      {credential, knownDIDRegistries: []});
    const passed = id => log.some(step => step.id === id && step.valid === true);
    return !errors.length && passed('valid_signature') && passed('expiration');
  };
}

/**
 * Seconds by several clocks, of which the smallest difference counts, to favour this side: the wall's
 * counts what other programs took, the process's counts the threads of compiler and collector, and
 * that of the main thread (Linux only) counts neither.
 */
function clocks() {
  const {user, system} = process.cpuUsage();
  const read = [Number(process.hrtime.bigint()) / 1e9, (user + system) / 1e6];
  if(existsSync(MAIN_THREAD)) {
    read.push(Number(readFileSync(MAIN_THREAD, 'ascii').split(' ')[0]) / 1e9);
  }
  return read;
}

let work;
for await (const line of createInterface({input: process.stdin})) {
  const question = JSON.parse(line);
  if(!work) {
    work = await CONTENDERS[process.argv[2]](question);
    process.stdout.write(`${JSON.stringify({ready: true})}\n`);
    continue;
  }
  const answers = [];
  globalThis.gc();
  const before = clocks();
  for(const item of question.items) {
    answers.push(await work(item));
  }
  const after = clocks();
  const seconds = Math.min(...after.map((clock, index) => clock - before[index]));
  process.stdout.write(`${JSON.stringify({seconds, answers})}\n`);
}
