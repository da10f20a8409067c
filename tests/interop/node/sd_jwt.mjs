// Cases {credential, holder, audience, nonce} -> what npm @sd-jwt/sd-jwt-vc reads in an SD-JWT VC
// whose key it finds by JWT VC Issuer Metadata, and in a presentation of its title alone, signed
// by the private key `holder` (PKCS #8, base64url).
import {answer, told} from './harness.mjs';
import {createHash, webcrypto} from 'node:crypto';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';

const ECDSA = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const {subtle} = webcrypto;
const read = part => JSON.parse(Buffer.from(part, 'base64url'));

async function checker(jwk) {
  const {kty, crv, x, y} = jwk;
  const key = await subtle.importKey('jwk', {kty, crv, x, y}, ECDSA, false, ['verify']);
  return (text, signature) => subtle.verify(
    ECDSA, key, Buffer.from(signature, 'base64url'), Buffer.from(text));
}

async function signer(pkcs8) {
  const content = Buffer.from(pkcs8, 'base64url');
  const key = await subtle.importKey('pkcs8', content, ECDSA, false, ['sign']);
  return async text => Buffer.from(
    await subtle.sign(ECDSA, key, Buffer.from(text))).toString('base64url');
}

async function issuerKey(credential) {
  const [header, payload] = credential.split('~')[0].split('.').slice(0, 2).map(read);
  const {origin, pathname} = new URL(payload.iss);
  const response = await fetch(`${origin}/.well-known/jwt-vc-issuer${pathname}`);
  const metadata = await response.json();
  if(metadata.issuer !== payload.iss) {
    throw new Error(`${metadata.issuer} is not ${payload.iss}`);
  }
  return metadata.jwks.keys.find(({kid}) => kid === header.kid);
}

async function attempt(work) {
  try {
    return (await work()).payload;
  } catch(error) {
    return {thrown: told(error)};
  }
}

await answer(async ({credential, holder, audience, nonce}) => {
  const jwt = new SDJwtVcInstance({
    verifier: await checker(await issuerKey(credential)),
    hasher: (text, name) => createHash(name.replace('-', '')).update(text).digest(),
    hashAlg: 'sha-256',
    kbSigner: await signer(holder),
    kbSignAlg: 'ES256',
    kbVerifier: async (text, signature, payload) => {
      const check = await checker(payload.cnf.jwk);
      return check(text, signature);
    }
  });
  const presented = await jwt.present(credential, {learning_outcomes: true}, {
    kb: {payload: {aud: audience, nonce, iat: Math.floor(Date.now() / 1000)}}
  });
  const spoilt = credential.replace(/^([^.]+\.)(.)/, (_, head, sign) =>
    head + (sign === 'e' ? 'f' : 'e'));
  return {
    all: await attempt(() => jwt.verify(credential)),
    shown: await attempt(() => jwt.verify(presented, {keyBindingNonce: nonce})),
    replayed: await attempt(() => jwt.verify(presented, {keyBindingNonce: 'another'})),
    spoilt: await attempt(() => jwt.verify(spoilt)),
    presented
  };
});
