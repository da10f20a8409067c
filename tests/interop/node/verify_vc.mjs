// Cases {credential} -> what @digitalbazaar/vc says of each, with its Bitstring Status List check.
import {answer, loader, told} from './harness.mjs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {makeResolver} from './dids.mjs';
import {verifyCredential} from '@digitalbazaar/vc';

const documentLoader = loader(makeResolver());
const suite = [eddsa, ecdsa].map(cryptosuite => new DataIntegrityProof({cryptosuite}));

await answer(async ({credential}) => {
  const result = await verifyCredential({credential, suite, documentLoader, checkStatus});
  const status = result.statusResult;
  return {
    verified: result.verified,
    error: told(result.error),
    // `status` is the bit of the list: true means that the purpose applies, revoked for example.
    statuses: (status?.results ?? []).map(
      ({credentialStatus, status: isSet}) => [credentialStatus.statusPurpose, isSet]),
    statusError: told(status?.error)
  };
});
