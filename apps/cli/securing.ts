import type { NamedKey, Securing } from './key-file.ts'

/** Tells whether holders choose what to show of what is issued so. */
export function isInParts({ format, cryptosuite }: Securing, key: NamedKey | undefined): boolean {
  return format !== undefined || cryptosuite === 'ecdsa-sd-2023' || cryptosuite === 'bbs-2023' || key?.signingKey.publicKey.type === 'BLS12-381'
}

/** How the file of a credential ends. */
export function endingOf({ format }: Securing): string {
  return format === undefined ? '.json' : '.sdjwt'
}
