import { createRequire } from 'node:module'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'

/** What is used of libsodium, under its own names. Secret keys are the seed and the public key, one behind the other. */
export interface Sodium {
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
}

/**
 * libsodium, which takes half of OpenSSL's time over Ed25519, when the package `sodium-native` is installed, loads on this machine
 * and gives the verdicts that OpenSSL and WebCrypto give. Undefined otherwise, and when `LER_ED25519` is set to anything but `libsodium`: one who
 * wants OpenSSL and slips gets it.
 */
export function findSodium(load: () => unknown = loadSodium, environment: NodeJS.ProcessEnv = process.env): Sodium | undefined {
  if (!['', 'libsodium'].includes(environment['LER_ED25519'] ?? '')) return undefined
  try {
    const found = load()
    return isSodium(found) && judgesAlike(found) ? found : undefined
  } catch {
    // Not installed, or built for another machine: OpenSSL does all of it.
    return undefined
  }
}

/** By name at run time: whatever bundles a program must not look for a package that may be missing. */
function loadSodium(): unknown {
  return createRequire(import.meta.url)('sodium-native')
}

function isSodium(found: unknown): found is Sodium {
  const names = ['crypto_sign_detached', 'crypto_sign_verify_detached']
  return typeof found === 'object' && found !== null && names.every((name) => typeof (found as Readonly<Record<string, unknown>>)[name] === 'function')
}

const publicKey = '8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c'
const message = encodeUtf8('everlearned')
const own = 'ab43684912e759cac1bfb3fa284b29b651cb89224421b2301d6d1c03a712880274e1d8fdb4954fa9ff89c0a450eb169a564a5988bd1ca238cdf69910c219690e'

/** Where implementations of RFC 8032 are known to differ, with what OpenSSL says. */
const verdicts = [
  { signature: own, isAccepted: true },
  // R is off the subgroup by a point of order eight: accepted by those who multiply by the cofactor.
  { signature: 'ff6223b648b750402657386088cfed648410f836c6516828f0688adf25373b54c57226c423ba4f40ba5b867784b980c0543b3a7e610ab960b7db7df3016fef07', isAccepted: false },
  // S is not below the order of the group.
  { signature: 'a0ce90f030ba131b66287ca3c5ea19e6b7ade4b91f531550a96ece1c864e10315151fcefbdba6fe4bb88a9e74d924103b77447143e28ef6560bdefb2a43b0416', isAccepted: false },
  // The key is off the subgroup, and the hash a multiple of eight: refused by those who ask for keys of the subgroup.
  {
    signature: 'a0ce90f030ba131b66287ca3c5ea19e6b7ade4b91f531550a96ece1c864e1031a54d87c5f174f7368aca6c602ca300fe221d8d689d6e078a7712bc89cecd0106',
    key: '3bcfb78c4ad06f9b8d7e8c50e37e33dd40042a7805f5df945fbf33620745bc68', message: Uint8Array.of(3), isAccepted: true,
  },
] as const

/** Asked once when the package is loaded: a later version of it may decide otherwise, and a verdict must not depend on the machine. */
function judgesAlike(sodium: Sodium): boolean {
  const signature = new Uint8Array(64)
  sodium.crypto_sign_detached(signature, message, decodeHex('01'.repeat(32) + publicKey))
  if (encodeHex(signature) !== own) return false
  return verdicts.every(({ isAccepted, ...given }) => {
    const { key = publicKey, message: signed = message } = 'key' in given ? given : {}
    return sodium.crypto_sign_verify_detached(decodeHex(given.signature), signed, decodeHex(key)) === isAccepted
  })
}
