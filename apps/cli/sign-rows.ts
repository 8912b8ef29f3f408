import { createBatchSigner, type AchievementCredential } from 'everlearned/credential'
import { EverlearnedError } from 'everlearned/error'
import { credentialForRow, undated, type RowAward, type RowToIssue } from 'everlearned/issuer'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { NamedKey, Securing } from './key-file.ts'
import { isInParts, secureCredential } from './secure-credential.ts'

/** What all rows of a file are signed with, beside the key. */
export interface RowSigning {
  readonly award: RowAward
  readonly securing: Securing
  readonly now: Date
  /** For a file with a credential a line. */
  readonly isOneLine: boolean
}

/** The text of a signed credential, or why there is none. */
export type SignedRow = string | { readonly code: string; readonly message: string }

/** Makes what signs rows; one that is refused never stops the others. */
export function createRowSigner(key: NamedKey, { award, securing, now, isOneLine }: RowSigning): (rows: readonly RowToIssue[]) => Promise<readonly SignedRow[]> {
  const secure = createSecuring(key, { securing, now, isOneLine })
  const sign = async (row: RowToIssue): Promise<SignedRow> => {
    try {
      return await secure(credentialForRow(row, award, { now, cryptography }))
    } catch (error) {
      if (!(error instanceof EverlearnedError)) throw error
      return { code: error.code, message: error.message }
    }
  }
  return async (rows) => {
    const signed: SignedRow[] = []
    for (const row of rows) signed.push(await sign(row))
    return signed
  }
}

/** Rows differ in a few texts: unless their holders choose what to show of them, they are signed from a template. */
function createSecuring(key: NamedKey, { securing, now, isOneLine }: Omit<RowSigning, 'award'>): (credential: AchievementCredential) => Promise<string> {
  const { signingKey, verificationMethod } = key
  if (isInParts(securing, key) || 'signMessages' in signingKey) {
    // Whoever may keep the day of the award to themselves must find it nowhere else.
    return async (credential) => {
      const { text } = await secureCredential(undated(credential, now), key, { securing, now })
      return isOneLine ? JSON.stringify(JSON.parse(text)) : text
    }
  }
  const signer = createBatchSigner({ indent: isOneLine ? 0 : 2 })
  const context = { signingKey, verificationMethod, created: now, cryptosuite: securing.cryptosuite, cryptography }
  return async (credential) => (await signer.sign(credential, context)).text
}
