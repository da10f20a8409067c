// Cases {suite, credentials} -> badges signed by @digitalcredentials/vc, each by a did:key.
import {Ed25519Signature2020} from '@digitalcredentials/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalcredentials/ed25519-verification-key-2020';
import {answer, loader} from './harness.mjs';
import {DataIntegrityProof} from '@digitalcredentials/data-integrity';
import {cryptosuite} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {issue} from '@digitalcredentials/vc';

const documentLoader = loader();

async function makeKey() {
  const key = await Ed25519VerificationKey2020.generate();
  const did = `did:key:${key.fingerprint()}`;
  key.controller = did;
  key.id = `${did}#${key.fingerprint()}`;
  return {did, key};
}

await answer(async ({suite, credentials}) => {
  const {did, key} = await makeKey();
  const makeProof = () => suite === 'Ed25519Signature2020' ?
    new Ed25519Signature2020({key}) : new DataIntegrityProof({
      signer: {...key.signer(), id: key.id, algorithm: 'Ed25519'}, cryptosuite
    });
  const signed = [];
  for(const credential of credentials) {
    const issuer = {...credential.issuer, id: did};
    signed.push(await issue({
      credential: {...credential, issuer}, suite: makeProof(), documentLoader
    }));
  }
  return {did, signed};
});
