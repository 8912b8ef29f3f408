/** What tests use of jsonld and rdf-canonize as oracles. */

declare module 'jsonld' {
  const jsonld: { canonize(document: object, options: object): Promise<string>; expand(document: object, options: object): Promise<unknown> }
  export default jsonld
}

declare module 'rdf-canonize' {
  const rdfCanonize: { NQuads: { parse(text: string): object[] } }
  export default rdfCanonize
}
