// Cases {suite, credentials, list} -> badges and their status list signed by @digitalbazaar/vc.
import * as DidKey from '@digitalbazaar/did-method-key';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import {answer, loader} from './harness.mjs';
import {createCredential, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {derive, issue} from '@digitalbazaar/vc';

const documentLoader = loader();
const driver = DidKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
driver.use({multibaseMultikeyHeader: 'zDna', fromMultibase: EcdsaMultikey.from});

const SELECTIVE = 'ecdsa-sd-2023';
// What a holder of a selective badge cannot hide, and what this one chooses to show.
const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject', '/credentialStatus'];
const selectivePointers = ['/name'];

async function makeSigner(name) {
  const keyPair = name === eddsa.name ?
    await Ed25519Multikey.generate() : await EcdsaMultikey.generate({curve: 'P-256'});
  const {didDocument, methodFor} = await driver.fromKeyPair({verificationKeyPair: keyPair});
  keyPair.id = methodFor({purpose: 'assertionMethod'}).id;
  const signer = keyPair.signer();
  const plain = name === eddsa.name ? eddsa : ecdsa;
  return {
    did: didDocument.id,
    sign: credential => signWith(plain, signer, credential),
    award: name === SELECTIVE ?
      credential => award(signer, credential) : credential => signWith(plain, signer, credential)
  };
}

async function signWith(cryptosuite, signer, credential) {
  return issue({credential, suite: new DataIntegrityProof({signer, cryptosuite}), documentLoader});
}

async function award(signer, credential) {
  const verifiableCredential = await signWith(
    sd.createSignCryptosuite({mandatoryPointers}), signer, credential);
  const cryptosuite = sd.createDiscloseCryptosuite({selectivePointers});
  const suite = new DataIntegrityProof({cryptosuite});
  return derive({verifiableCredential, suite, documentLoader});
}

async function makeList(url, revoked) {
  const list = await createList({length: 131072});
  for(const index of revoked) {
    list.setStatus(index, true);
  }
  return createCredential({id: url, list, statusPurpose: 'revocation'});
}

await answer(async ({suite, credentials, list}) => {
  const {did, sign, award} = await makeSigner(suite);
  const statusList = await makeList(list.url, list.revoked);
  const signed = [];
  for(const credential of credentials) {
    signed.push(await award({...credential, issuer: {...credential.issuer, id: did}}));
  }
  return {did, signed, list: await sign({...statusList, issuer: did})};
});
