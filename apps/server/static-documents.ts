import { readFileSync } from 'node:fs'
import { addContext, isJsonObject, parseJson } from 'everlearned/credential'
import type { Json } from 'everlearned/encoding'

/** Documents by address or DID, on the word of the operator. */
export type StaticDocuments = Readonly<Record<string, Json>>

/** Reads the file of `STATIC_DOCUMENTS`. @throws when it is no JSON object */
export function readStaticDocuments(path: string): StaticDocuments {
  const documents = parseJson(readFileSync(path))
  if (!isJsonObject(documents)) throw new TypeError('Cannot read static documents: not an object')
  return documents
}

/** Makes the contexts among them known to the whole process; those that the library carries stay as they are. */
export function knowStaticContexts({ staticDocuments }: { readonly staticDocuments: StaticDocuments }): void {
  for (const [url, document] of Object.entries(staticDocuments)) if (isJsonObject(document) && '@context' in document) addContext(url, document)
}
