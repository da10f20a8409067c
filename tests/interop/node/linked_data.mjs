// Cases {document} -> its canonical N-Quads by jsonld.js and rdf-canonize, in safe mode.
import {answer, loader} from './harness.mjs';
import jsonld from 'jsonld';

const documentLoader = loader();

await answer(async ({document}) => {
  const expanded = await jsonld.expand(document, {documentLoader, safe: true, base: null});
  const canonical = await jsonld.canonize(document, {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true, base: null,
    canonizeOptions: {maxWorkFactor: 3}
  });
  return {canonical, nodes: expanded.length};
});
