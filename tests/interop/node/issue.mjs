// Cases {suite, credentials, list} -> badges and their status list signed by @digitalbazaar/vc.
import * as DidKey from '@digitalbazaar/did-method-key';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {answer, loader} from './harness.mjs';
import {createCredential, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {issue} from '@digitalbazaar/vc';

const documentLoader = loader();
const driver = DidKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
driver.use({multibaseMultikeyHeader: 'zDna', fromMultibase: EcdsaMultikey.from});

async function makeSigner(name) {
  const keyPair = name === ecdsa.name ?
    await EcdsaMultikey.generate({curve: 'P-256'}) : await Ed25519Multikey.generate();
  const {didDocument, methodFor} = await driver.fromKeyPair({verificationKeyPair: keyPair});
  keyPair.id = methodFor({purpose: 'assertionMethod'}).id;
  const cryptosuite = name === ecdsa.name ? ecdsa : eddsa;
  return {
    did: didDocument.id,
    makeSuite: () => new DataIntegrityProof({signer: keyPair.signer(), cryptosuite})
  };
}

async function makeList(url, revoked) {
  const list = await createList({length: 131072});
  for(const index of revoked) {
    list.setStatus(index, true);
  }
  return createCredential({id: url, list, statusPurpose: 'revocation'});
}

await answer(async ({suite, credentials, list}) => {
  const {did, makeSuite} = await makeSigner(suite);
  const sign = credential => issue({credential, suite: makeSuite(), documentLoader});
  const statusList = await makeList(list.url, list.revoked);
  const signed = [];
  for(const credential of credentials) {
    const issuer = {...credential.issuer, id: did};
    signed.push(await sign({...credential, issuer}));
  }
  return {did, signed, list: await sign({...statusList, issuer: did})};
});
