import { signCredential, signForDisclosure } from 'everlearned/credential'
import type { Cryptography, KeyType, SigningKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { ServerError } from '../server-error.ts'

/** Who signs for a profile, when, and with the pointers that no copy may leave out. */
export interface Signing {
  readonly signingKey: SigningKey
  readonly verificationMethod: string
  readonly created: Date
  readonly mandatoryPointers: readonly string[]
  readonly cryptography: Cryptography
}

/** A way to secure credentials, under the name that a suite calls it by. */
export interface Profile {
  readonly name: string
  readonly keyType: KeyType
  sign(credential: JsonObject, signing: Signing): Promise<JsonObject>
  /** Copies that show a part can be derived from what it issues. */
  readonly isDerivable?: boolean
  /** What it issues gets a place on a status list. */
  readonly hasStatus?: boolean
}

/** A profile with its issuer: a key of its own for as long as the process lives. */
export interface OpenProfile extends Profile {
  readonly issuer: string
  readonly verificationMethod: string
  readonly signingKey: SigningKey
}

/** Every profile, one line each; a suite that is not built yet is not listed. */
const profiles: readonly Profile[] = [
  { name: 'eddsa-rdfc-2022', keyType: 'Ed25519', sign: signWhole('eddsa-rdfc-2022') },
  { name: 'eddsa-jcs-2022', keyType: 'Ed25519', sign: signWhole('eddsa-jcs-2022') },
  { name: 'ecdsa-rdfc-2019-p256', keyType: 'P-256', sign: signWhole('ecdsa-rdfc-2019') },
  { name: 'ecdsa-rdfc-2019-p384', keyType: 'P-384', sign: signWhole('ecdsa-rdfc-2019') },
  { name: 'ecdsa-jcs-2019-p256', keyType: 'P-256', sign: signWhole('ecdsa-jcs-2019') },
  { name: 'ecdsa-jcs-2019-p384', keyType: 'P-384', sign: signWhole('ecdsa-jcs-2019') },
  { name: 'ecdsa-sd-2023-p256', keyType: 'P-256', sign: signForDisclosure, isDerivable: true },
  { name: 'bitstring-status-list', keyType: 'Ed25519', sign: signWhole('eddsa-rdfc-2022'), hasStatus: true },
]

function signWhole(cryptosuite: string): Profile['sign'] {
  return (credential, signing) => signCredential(credential, { ...signing, cryptosuite })
}

/** Makes an issuer for every profile. */
export async function openProfiles(cryptography: Cryptography): Promise<readonly OpenProfile[]> {
  return Promise.all(profiles.map(async (profile) => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(profile.keyType))
    const { publicKey } = signingKey
    return { ...profile, signingKey, issuer: didKey(publicKey), verificationMethod: didKeyVerificationMethod(publicKey) }
  }))
}

/** @throws ServerError `vc-api/profile-unknown` */
export function findProfile(name: string, open: readonly OpenProfile[]): OpenProfile {
  const profile = open.find((each) => each.name === name)
  if (profile === undefined) throw new ServerError('vc-api/profile-unknown', 'Cannot answer: this node has no such profile; GET /vc-api/profiles lists those it has')
  return profile
}
