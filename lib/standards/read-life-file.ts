import { parseCsv } from '../encoding/csv.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { isArchive, unpackArchive } from '../holder/archive.ts'
import { readDocx } from './docx.ts'
import { isJsonResume, readJsonResume } from './json-resume.ts'
import { isLinkedInTable, readLinkedInExport } from './linkedin-export.ts'
import type { ReadLife, RefusedLife } from './reading.ts'
import { readResumeText } from './resume-text.ts'

/** Untrusted: a larger file is refused unread, and a text file or a part of an archive earlier still. */
export const maxLifeFileBytes: number = 20 * 1024 * 1024
const maxTextBytes = 2 * 1024 * 1024
const maxPartBytes = 10 * 1024 * 1024
const maxTables = 60

/** A file as it was chosen, and how to take the lines out of a PDF: that takes an engine, which not every program has. */
export interface LifeFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly readPdf?: ((bytes: Uint8Array<ArrayBuffer>) => Promise<readonly string[]>) | undefined
}

/**
 * Reads a file about somebody's life into drafts: JSON Resume, a LinkedIn export or one of its tables, a résumé in PDF, DOCX or plain text.
 * The bytes tell which; its name is only for telling.
 *
 * Untrusted: the file. Never throws for what is in it; the caller bounds the time, best in a worker that it can end.
 */
export async function readLifeFile({ name, bytes, readPdf }: LifeFile): Promise<ReadLife | RefusedLife> {
  if (bytes.length > maxLifeFileBytes) return refused('too-large')
  try {
    if (startsWith(bytes, '%PDF-')) return readPdf === undefined ? refused('unknown-format') : readLines(await readPdf(bytes), 'pdf')
    if (isArchive(bytes)) return readArchive(bytes)
    return readText(name, bytes)
  } catch (error) {
    if (error instanceof EverlearnedError) return refused(error.code.endsWith('too-large') ? 'too-large' : 'malformed')
    throw error
  }
}

function readArchive(bytes: Uint8Array<ArrayBuffer>): ReadLife | RefusedLife {
  const isWanted = (path: string): boolean => path === 'word/document.xml' || /\.csv$/i.test(path)
  const files = unpackArchive(bytes, { isWanted, maxBytes: maxPartBytes })
  const document = files.get('word/document.xml')
  if (document !== undefined) return readLines(readDocx(document), 'docx')
  const tables = new Map([...files].slice(0, maxTables))
  return tables.size === 0 ? refused('unknown-format') : readLinkedInExport(tables)
}

function readText(name: string, bytes: Uint8Array<ArrayBuffer>): ReadLife | RefusedLife {
  if (bytes.length > maxTextBytes) return refused('too-large')
  const text = textOf(bytes)
  if (text?.trimStart().startsWith('{') === true) {
    const value = parse(text)
    return isJsonResume(value) ? readJsonResume(value) : refused('unknown-format')
  }
  if (isTable(bytes)) return readLinkedInExport(new Map([[name, bytes]]))
  // oxlint-disable-next-line no-control-regex
  if (text === undefined || /[\u0000-\u0008\u000E-\u001F]/.test(text) || /^\s*[<[]/.test(text)) return refused('unknown-format')
  return readLines(text.split(/\r\n?|\n/), 'text')
}

function readLines(lines: readonly string[], format: 'pdf' | 'docx' | 'text'): ReadLife | RefusedLife {
  return lines.some((line) => line.trim() !== '') ? readResumeText(lines, format) : refused('no-text')
}

function isTable(bytes: Uint8Array): boolean {
  try {
    return isLinkedInTable(parseCsv(bytes).header)
  } catch (error) {
    if (error instanceof EverlearnedError) return false
    throw error
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes).replace(/^\uFEFF/, '')
  } catch {
    // No UTF-8: perhaps a table of an old spreadsheet, which is tried next.
    return undefined
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // It begins as JSON does and is none: not a format that is known.
    return null
  }
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return Array.from(mark).every((character, index) => bytes[index] === character.charCodeAt(0))
}

function refused(code: RefusedLife['code']): RefusedLife {
  return { kind: 'refused', code }
}
