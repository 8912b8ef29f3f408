import { signCredential, signForDisclosure } from 'everlearned/credential'
import { generateBbsKey, importBbsSigningKey, type Cryptography, type KeyType, type PublicKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { ServerError } from '../server-error.ts'

/** When a profile signs, and the pointers to what no copy may leave out. */
export interface Signing {
  readonly created: Date
  readonly mandatoryPointers: readonly string[]
}

/** A key of its own for as long as the process lives, and who it belongs to. */
interface Issuer {
  readonly issuer: string
  sign(credential: JsonObject, signing: Signing): Promise<JsonObject>
}

/** A way to secure credentials, under the name that a suite calls it by. */
interface Profile {
  readonly name: string
  /** Copies that show a part can be derived from what it issues. */
  readonly isDerivable?: boolean
  /** What it issues gets a place on a status list. */
  readonly hasStatus?: boolean
  makeIssuer(cryptography: Cryptography): Promise<Issuer>
}

/** A profile with its issuer. */
export type OpenProfile = Omit<Profile, 'makeIssuer'> & Issuer

/** Every profile, one line each. */
const profiles: readonly Profile[] = [
  { name: 'eddsa-rdfc-2022', makeIssuer: ofWhole('Ed25519', 'eddsa-rdfc-2022') },
  { name: 'eddsa-jcs-2022', makeIssuer: ofWhole('Ed25519', 'eddsa-jcs-2022') },
  { name: 'ecdsa-rdfc-2019-p256', makeIssuer: ofWhole('P-256', 'ecdsa-rdfc-2019') },
  { name: 'ecdsa-rdfc-2019-p384', makeIssuer: ofWhole('P-384', 'ecdsa-rdfc-2019') },
  { name: 'ecdsa-jcs-2019-p256', makeIssuer: ofWhole('P-256', 'ecdsa-jcs-2019') },
  { name: 'ecdsa-jcs-2019-p384', makeIssuer: ofWhole('P-384', 'ecdsa-jcs-2019') },
  { name: 'ecdsa-sd-2023-p256', makeIssuer: makeDatedIssuer, isDerivable: true },
  { name: 'bbs-2023', makeIssuer: makeUnlinkedIssuer, isDerivable: true },
  { name: 'bitstring-status-list', makeIssuer: ofWhole('Ed25519', 'eddsa-rdfc-2022'), hasStatus: true },
]

function ofWhole(keyType: KeyType, cryptosuite: string): Profile['makeIssuer'] {
  return async (cryptography) => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(keyType))
    const named = nameOf(signingKey.publicKey)
    return { issuer: named.issuer, sign: (credential, { created }) => signCredential(credential, { ...named, signingKey, created, cryptosuite, cryptography }) }
  }
}

/** Of ecdsa-sd-2023. */
async function makeDatedIssuer(cryptography: Cryptography): Promise<Issuer> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  const named = nameOf(signingKey.publicKey)
  return { issuer: named.issuer, sign: (credential, signing) => signForDisclosure(credential, { ...signing, ...named, signingKey, cryptography }) }
}

/** Of bbs-2023, whose proofs are not dated: every copy would show the moment, and by it be told apart. */
async function makeUnlinkedIssuer(cryptography: Cryptography): Promise<Issuer> {
  const signingKey = await importBbsSigningKey(await generateBbsKey(cryptography), cryptography)
  const named = nameOf(signingKey.publicKey)
  return { issuer: named.issuer, sign: (credential, { mandatoryPointers }) => signForDisclosure(credential, { ...named, mandatoryPointers, signingKey, cryptography }) }
}

function nameOf(publicKey: PublicKey): { readonly issuer: string; readonly verificationMethod: string } {
  return { issuer: didKey(publicKey), verificationMethod: didKeyVerificationMethod(publicKey) }
}

/** Makes an issuer for every profile. */
export async function openProfiles(cryptography: Cryptography): Promise<readonly OpenProfile[]> {
  return Promise.all(profiles.map(async ({ makeIssuer, ...profile }) => ({ ...profile, ...await makeIssuer(cryptography) })))
}

/** @throws ServerError `vc-api/profile-unknown` */
export function findProfile(name: string, open: readonly OpenProfile[]): OpenProfile {
  const profile = open.find((each) => each.name === name)
  if (profile === undefined) throw new ServerError('vc-api/profile-unknown', 'Cannot answer: this node has no such profile; GET /vc-api/profiles lists those it has')
  return profile
}
