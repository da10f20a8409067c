// Cases {scanned, signs} -> what a wallet gets that scans that address and speaks VC-API: `lcw`
// signs as the Learner Credential Wallet does (Ed25519Signature2020), `w3c` as the standard says.
// `again` is what the same answer brings a second time; `stolen` what another holder's name brings.
import * as DidKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as dcc from '@digitalcredentials/vc';
import * as w3c from '@digitalbazaar/vc';
import {answer, loader} from './harness.mjs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalcredentials/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalcredentials/ed25519-verification-key-2020';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const documentLoader = loader();
const driver = DidKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

async function lcw() {
  const key = await Ed25519VerificationKey2020.generate();
  const did = `did:key:${key.fingerprint()}`;
  key.controller = did;
  key.id = `${did}#${key.fingerprint()}`;
  const suite = new Ed25519Signature2020({key});
  return {did, present: async ({holder, challenge, domain}) => dcc.signPresentation({
    presentation: await dcc.createPresentation({holder, verify: false}),
    suite, challenge, domain, documentLoader
  })};
}

async function standard() {
  const key = await Ed25519Multikey.generate();
  const {didDocument, methodFor} = await driver.fromKeyPair({verificationKeyPair: key});
  key.id = methodFor({purpose: 'authentication'}).id;
  const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
  return {did: didDocument.id, present: ({holder, challenge, domain}) => w3c.signPresentation({
    presentation: w3c.createPresentation({holder}), suite, challenge, domain, documentLoader
  })};
}

async function send(url, message) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(message)
  });
  return {status: response.status, body: await response.json()};
}

await answer(async ({scanned, signs}) => {
  const wallet = signs === 'lcw' ? await lcw() : await standard();
  const told = await fetch(scanned, {headers: {Accept: 'application/json'}});
  const {protocols} = await told.json();
  const asked = await send(protocols.vcapi, {});
  const {challenge, domain, interact, query} = asked.body.verifiablePresentationRequest;
  if(!query.some(({type}) => type === 'DIDAuthentication')) {
    throw new Error('nobody asks who this is');
  }
  const answerAs = async holder => ({
    verifiablePresentation: await wallet.present({holder, challenge, domain})
  });
  // As wallets do: to the first service of the request, which has to be in a list.
  const [{serviceEndpoint}] = interact.service;
  const stolen = await send(serviceEndpoint, await answerAs('did:example:somebody'));
  const message = await answerAs(wallet.did);
  const got = await send(serviceEndpoint, message);
  const again = await send(serviceEndpoint, message);
  return {
    did: wallet.did,
    proof: message.verifiablePresentation.proof,
    stolen: stolen.body.code,
    status: got.status,
    credentials: got.body.verifiablePresentation?.verifiableCredential ?? got.body,
    again: again.status
  };
});
