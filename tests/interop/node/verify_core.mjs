// Cases {credential} -> what @digitalcredentials/verifier-core says of each, with its own contexts.
import {answer, request} from './harness.mjs';
import {verifyCredential} from '@digitalcredentials/verifier-core';

await answer(async ({credential}) => {
  const {log = [], errors = [], additionalInformation = []} = await verifyCredential({
    credential, knownDIDRegistries: request.registries ?? []
  });
  const steps = Object.fromEntries(log.map(
    ({id, valid, error}) => [id, error ? `${error.name}: ${error.message}` : valid]));
  const [schemas] = additionalInformation;
  return {
    steps,
    errors: errors.map(({name, message}) => `${name}: ${message}`),
    schemas: schemas?.results ?? null
  };
});
