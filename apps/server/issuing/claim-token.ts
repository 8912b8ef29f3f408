import { timingSafeEqual } from 'node:crypto'
import { decodeBase64url, encodeBase64url, encodeUtf8 } from 'everlearned/encoding'
import { formatClaimLink, isClaimToken } from 'everlearned/exchange/claim'
import type { IssuingContext } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'

/** The secrets of one claim as they are stored: looked up by hash, shown again from under the key file. */
export interface ClaimSecrets {
  readonly token_hash: Buffer
  readonly sealed_token: string
  readonly sealed_code: string | null
}

const tokenPurpose = 'claim-token'
const codePurpose = 'claim-code'

/** A code of 8 digits: enough for five tries, short enough to be read out on a telephone. */
const codeDigits = 8

/** Makes the token of a claim link, and the code of the second factor when one is asked for. */
export function makeClaimSecrets({ needsCode }: { readonly needsCode: boolean }, context: IssuingContext): ClaimSecrets {
  const token = encodeBase64url(context.cryptography.randomBytes(32))
  return {
    token_hash: hashClaimToken(token, context),
    sealed_token: context.keyFile.seal(token, tokenPurpose),
    sealed_code: needsCode ? context.keyFile.seal(makeCode(context), codePurpose) : null,
  }
}

/** Untrusted: a token of another form is answered like one that is not there. @throws IssuingError `claim/not-found` */
export function hashClaimToken(token: string, { cryptography }: Pick<IssuingContext, 'cryptography'>): Buffer {
  if (!isClaimToken(token)) throw notFound('claim')
  return Buffer.from(cryptography.sha256(decodeBase64url(token)))
}

/** The link of a claim, to be shown to its issuer and sent to its person. */
export function claimLink(sealedToken: string, { keyFile, config }: Pick<IssuingContext, 'keyFile' | 'config'>): string {
  return formatClaimLink({ nodeOrigin: config.publicBaseUrl, token: tokenOf(sealedToken, { keyFile }) })
}

/** The token of a link, from under the key file. */
export function tokenOf(sealedToken: string, { keyFile }: Pick<IssuingContext, 'keyFile'>): string {
  return keyFile.open(sealedToken, tokenPurpose).toString()
}

/** The code of a claim, for the registrar who passes it on by another channel than the link. */
export function claimCode(sealedCode: string, { keyFile }: Pick<IssuingContext, 'keyFile'>): string {
  return keyFile.open(sealedCode, codePurpose).toString()
}

/** Tells whether a code is the sealed one, in the same time whatever it is. */
export function isCode(code: string, sealedCode: string, context: Pick<IssuingContext, 'cryptography' | 'keyFile'>): boolean {
  const digest = (text: string): Uint8Array => context.cryptography.sha256(encodeUtf8(text))
  return timingSafeEqual(digest(code), digest(claimCode(sealedCode, context)))
}

/** Digits without bias: numbers in the uneven last stretch of 32 bits are drawn again. */
function makeCode({ cryptography }: Pick<IssuingContext, 'cryptography'>): string {
  const range = 10 ** codeDigits
  for (;;) {
    const number = new DataView(cryptography.randomBytes(4).buffer).getUint32(0)
    if (number < Math.floor(2 ** 32 / range) * range) return String(number % range).padStart(codeDigits, '0')
  }
}
