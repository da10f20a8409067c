// DIDs as @digitalbazaar resolves them: did:key computed, did:web fetched.
import {CachedResolver} from '@digitalbazaar/did-io';
import * as DidKey from '@digitalbazaar/did-method-key';
import * as DidWeb from '@digitalbazaar/did-method-web';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';

const HEADERS = {z6Mk: Ed25519Multikey.from, zDna: EcdsaMultikey.from};

/** A resolver of did:key and did:web for Ed25519 and P-256 keys. */
export function makeResolver() {
  const resolver = new CachedResolver();
  for(const driver of [DidKey.driver(), DidWeb.driver()]) {
    for(const [multibaseMultikeyHeader, fromMultibase] of Object.entries(HEADERS)) {
      driver.use({multibaseMultikeyHeader, fromMultibase});
    }
    resolver.use(driver);
  }
  return resolver;
}
