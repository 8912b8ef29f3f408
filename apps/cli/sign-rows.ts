import { createBatchSigner, type AchievementCredential } from 'everlearned/credential'
import { EverlearnedError } from 'everlearned/error'
import { credentialForRow, undated, type RowAward, type RowToIssue } from 'everlearned/issuer'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { NamedKey, Securing } from './key-file.ts'
import { secureCredential } from './secure-credential.ts'
import { isInParts } from './securing.ts'

/** What all rows of a file are signed with, beside the key. */
export interface RowSigning {
  readonly award: RowAward
  readonly securing: Securing
  readonly now: Date
  /** For a file with a credential a line. */
  readonly isOneLine: boolean
}

/** Why there is no credential for a row. */
export interface RefusedRow {
  readonly code: string
  readonly message: string
}

/** The text of a signed credential in UTF-8, or why there is none. */
export type SignedRow = Uint8Array<ArrayBuffer> | RefusedRow

/** Makes what signs rows; one that is refused never stops the others. */
export function createRowSigner(key: NamedKey, { award, securing, now, isOneLine }: RowSigning): (rows: readonly RowToIssue[]) => Promise<readonly SignedRow[]> {
  const secure = createSecuring(key, { securing, now, isOneLine })
  const sign = async (row: RowToIssue): Promise<string | RefusedRow> => {
    try {
      return await secure(credentialForRow(row, award, { now, cryptography }))
    } catch (error) {
      if (!(error instanceof EverlearnedError)) throw error
      return { code: error.code, message: error.message }
    }
  }
  return async (rows) => {
    const signed: (string | RefusedRow)[] = []
    for (const row of rows) signed.push(await sign(row))
    return encodeTexts(signed)
  }
}

/** All texts in one piece of memory, so that it can be handed from thread to thread: texts would be copied, and be litter on both sides. */
function encodeTexts(rows: readonly (string | RefusedRow)[]): readonly SignedRow[] {
  const encoder = new TextEncoder()
  const room = new Uint8Array(rows.reduce((sum, row) => sum + (typeof row === 'string' ? row.length * 3 : 0), 0))
  let end = 0
  const ends = rows.map((row) => (typeof row === 'string' ? (end += encoder.encodeInto(row, room.subarray(end)).written) : end))
  const bytes = room.slice(0, end)
  return rows.map((row, index) => (typeof row === 'string' ? bytes.subarray(ends[index - 1] ?? 0, ends[index]) : row))
}

/** Rows differ in a few texts: unless their holders choose what to show of them, they are signed from a template. */
function createSecuring(key: NamedKey, { securing, now, isOneLine }: Omit<RowSigning, 'award'>): (credential: AchievementCredential) => Promise<string> {
  const lineEnd = isOneLine ? '\n' : ''
  const { signingKey, verificationMethod } = key
  if (isInParts(securing, key) || 'signMessages' in signingKey) {
    // Whoever may keep the day of the award to themselves must find it nowhere else.
    return async (credential) => {
      const { text } = await secureCredential(undated(credential, now), key, { securing, now })
      return isOneLine ? `${JSON.stringify(JSON.parse(text))}\n` : text
    }
  }
  const signer = createBatchSigner({ indent: isOneLine ? 0 : 2 })
  const context = { signingKey, verificationMethod, created: now, cryptosuite: securing.cryptosuite, cryptography }
  return async (credential) => (await signer.sign(credential, context)).text + lineEnd
}
