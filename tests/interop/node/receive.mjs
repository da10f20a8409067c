// Cases {offer, pin, configuration, alg, named} -> what the OpenID4VCI client of the OpenWallet
// Foundation Labs receives: the issuer's display name and the credential, exactly as they came.
import {answer} from './harness.mjs';
import {clientAuthenticationNone} from '@openid4vc/oauth2';
import {createHash, generateKeyPairSync, randomBytes, sign} from 'node:crypto';
import {Openid4vciClient, setGlobalConfig} from '@openid4vc/openid4vci';

// Our instance is on loopback, where there is no https.
setGlobalConfig({allowInsecureUrls: true});

const CURVES = {
  EdDSA: ['ed25519', {}, null],
  ES256: ['ec', {namedCurve: 'P-256'}, 'sha256']
};

const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A fresh key that the proof names by its did:jwk or shows as a bare JWK. */
function makeKey(alg, named) {
  const [kind, options, digest] = CURVES[alg];
  const {publicKey, privateKey} = generateKeyPairSync(kind, options);
  const publicJwk = publicKey.export({format: 'jwk'});
  const did = `did:jwk:${encode(publicJwk)}`;
  const signer = named === 'jwk' ?
    {method: 'jwk', publicJwk, alg} : {method: 'did', didUrl: `${did}#0`, alg};
  const signJwt = (_, {header, payload}) => {
    const input = `${encode(header)}.${encode(payload)}`;
    const key = {key: privateKey, dsaEncoding: 'ieee-p1363'};
    const signature = sign(digest, Buffer.from(input), key).toString('base64url');
    return {jwt: `${input}.${signature}`, signerJwk: publicJwk};
  };
  return {did, signer, signJwt};
}

await answer(async ({offer, pin, configuration, alg, named}) => {
  const {did, signer, signJwt} = makeKey(alg, named);
  const client = new Openid4vciClient({
    callbacks: {
      fetch: globalThis.fetch,
      signJwt,
      generateRandom: size => randomBytes(size),
      hash: (data, name) => createHash(name.replace('-', '')).update(data).digest(),
      clientAuthentication: clientAuthenticationNone({clientId: 'a-wallet'})
    }
  });
  const credentialOffer = await client.resolveCredentialOffer(offer);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const {accessTokenResponse} = await client.retrievePreAuthorizedCodeAccessTokenFromOffer(
    {credentialOffer, issuerMetadata, txCode: pin});
  const {c_nonce: nonce} = await client.requestNonce({issuerMetadata});
  const proof = await client.createCredentialRequestJwtProof({
    issuerMetadata, signer, nonce, credentialConfigurationId: configuration, issuedAt: new Date()
  });
  const received = await client.retrieveCredentials({
    issuerMetadata,
    accessToken: accessTokenResponse.access_token,
    credentialConfigurationId: configuration,
    proofs: {jwt: [proof.jwt]}
  });
  return {
    did,
    issuer: issuerMetadata.credentialIssuer.display[0].name,
    credentials: received.credentialResponse.credentials
  };
});
