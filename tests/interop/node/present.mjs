// Cases {credential, held, challenge, domain} -> the credential and a presentation of it and of
// `held`, both signed by @digitalbazaar/vc with a fresh did:key.
import * as DidKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {answer, loader} from './harness.mjs';
import {createPresentation, issue, signPresentation} from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const documentLoader = loader();
const driver = DidKey.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

await answer(async ({credential, held, challenge, domain}) => {
  const keyPair = await Ed25519Multikey.generate();
  const {didDocument, methodFor} = await driver.fromKeyPair({verificationKeyPair: keyPair});
  keyPair.id = methodFor({purpose: 'assertionMethod'}).id;
  const make = () => new DataIntegrityProof({signer: keyPair.signer(), cryptosuite});
  const issued = await issue({
    credential: {...credential, issuer: didDocument.id}, suite: make(), documentLoader
  });
  const presentation = createPresentation({
    verifiableCredential: [issued, ...held], holder: didDocument.id
  });
  return {
    credential: issued,
    presentation: await signPresentation({
      presentation, suite: make(), challenge, domain, documentLoader
    })
  };
});
