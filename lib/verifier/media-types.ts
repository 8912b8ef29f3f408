import type { Securing } from './input.ts'

/** A kind of file that a verdict can be had on. */
export interface MediaType {
  /** As registered, or as met where nothing is. */
  readonly name: string
  readonly endings: readonly string[]
  readonly holds: 'credential' | 'presentation' | 'bundle' | 'picture' | 'anything'
  readonly securing: Securing
}

/**
 * What files are called and by which ending (Verifiable Credentials Data Model 2.0 and Securing Verifiable Credentials using JOSE and COSE,
 * "IANA Considerations"; Open Badges 3.0 and Comprehensive Learner Record 2.0, "File Format"). What a file really is, its bytes tell.
 */
export const mediaTypes: readonly MediaType[] = [
  { name: 'application/vc', endings: ['.vc', '.1ob', '.1clr'], holds: 'credential', securing: 'embedded' },
  { name: 'application/vp', endings: ['.vp'], holds: 'presentation', securing: 'embedded' },
  { name: 'application/vc+jwt', endings: ['.jwt'], holds: 'credential', securing: 'jose' },
  { name: 'application/vp+jwt', endings: [], holds: 'presentation', securing: 'jose' },
  { name: 'application/vc+sd-jwt', endings: [], holds: 'credential', securing: 'sd-jwt' },
  { name: 'application/vp+sd-jwt', endings: [], holds: 'presentation', securing: 'sd-jwt' },
  { name: 'application/dc+sd-jwt', endings: ['.sdjwt'], holds: 'credential', securing: 'sd-jwt' },
  { name: 'application/vc+cose', endings: ['.cose', '.cbor'], holds: 'credential', securing: 'cose' },
  { name: 'application/vp+cose', endings: [], holds: 'presentation', securing: 'cose' },
  { name: 'application/vnd.everlearned.bundle+json', endings: [], holds: 'bundle', securing: 'embedded' },
  { name: 'image/png', endings: ['.png'], holds: 'picture', securing: 'embedded' },
  { name: 'image/svg+xml', endings: ['.svg'], holds: 'picture', securing: 'embedded' },
  { name: 'application/ld+json', endings: ['.jsonld'], holds: 'anything', securing: 'embedded' },
  { name: 'application/json', endings: ['.json'], holds: 'anything', securing: 'embedded' },
  { name: 'text/plain', endings: ['.txt'], holds: 'anything', securing: 'embedded' },
]

/** The endings of all kinds of file that a verdict can be had on. */
export const fileEndings: readonly string[] = mediaTypes.flatMap(({ endings }) => endings)

/** The kind that a media type stands for, parameters and letter case aside; undefined when it is none that is known here. */
export function findMediaType(text: string): MediaType | undefined {
  const name = (text.split(';', 1)[0] ?? '').trim().toLowerCase()
  return mediaTypes.find((type) => type.name === name)
}
