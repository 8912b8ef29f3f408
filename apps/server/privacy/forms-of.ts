import { createHash } from 'node:crypto'

/** One thing that must stand nowhere on the ledger, and what it is. */
export interface Needle {
  readonly kind: string
  readonly text?: string
  readonly bytes?: Uint8Array
}

/** A form of a needle as it would stand among bytes. */
export interface Form {
  readonly kind: string
  readonly form: string
  readonly bytes: Buffer
}

/** Shorter forms turn up by chance. */
const minLength = 5

/** Every form in which somebody might have written a text or bytes: as it is, in other letters, encoded, and hashed with each of these salts or none. */
export function formsOf({ kind, text, bytes }: Needle, salts: readonly string[] = []): readonly Form[] {
  const plain: (readonly [string, Buffer])[] = bytes === undefined ? [] : [['bytes', Buffer.from(bytes)]]
  if (text !== undefined) {
    const joined = text.toLowerCase().replaceAll(/[^\p{L}\p{N}@.]+/gu, '')
    // A bare number is everywhere.
    const spellings = [['plain', text], ['lower', text.toLowerCase()], ['upper', text.toUpperCase()], ...(/^\d+$/.test(joined) ? [] : [['joined', joined] as const])] as const
    for (const [name, spelled] of spellings) {
      plain.push([name, Buffer.from(spelled)], [`${name} utf-16`, Buffer.from(spelled, 'utf16le')])
      for (const salt of ['', ...salts]) plain.push([`sha-256 of ${name}${salt === '' ? '' : ' with salt'}`, createHash('sha256').update(spelled + salt).digest()])
    }
  }
  const forms = plain.flatMap(([form, raw]) => [{ kind, form, bytes: raw }, ...encodings(raw).map(([name, encoded]) => ({ kind, form: `${form}, ${name}`, bytes: encoded }))])
  return forms.filter(({ bytes: { length } }) => length >= minLength)
}

/** Hexadecimal and base64 in both alphabets, at each of the three places among other bytes. */
function encodings(raw: Buffer): readonly (readonly [string, Buffer])[] {
  const hex = raw.toString('hex')
  const inBase64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), raw])
    // Characters that also hold bits of what stands before or after are left out.
    const [from, to] = [shift === 0 ? 0 : shift + 1, Math.floor(whole.length * 8 / 6)]
    return (['base64', 'base64url'] as const).map((alphabet) => [`${alphabet} at ${shift}`, Buffer.from(whole.toString(alphabet).slice(from, to))] as const)
  })
  return [['hex', Buffer.from(hex)], ['upper hex', Buffer.from(hex.toUpperCase())], ...inBase64]
}

/** Which forms stand somewhere in these bytes; sought by their beginnings, all at once. */
export function findForms(forms: readonly Form[], haystack: Buffer): readonly string[] {
  const begun = new Map<number, Form[]>()
  for (const form of forms) {
    const beginning = form.bytes.readUIntBE(0, minLength)
    const alike = begun.get(beginning)
    if (alike === undefined) begun.set(beginning, [form])
    else alike.push(form)
  }
  const found = new Set<Form>()
  for (let at = 0; at + minLength <= haystack.length; at += 1) {
    for (const form of begun.get(haystack.readUIntBE(at, minLength)) ?? []) {
      if (haystack.subarray(at, at + form.bytes.length).equals(form.bytes)) found.add(form)
    }
  }
  return [...found].map(({ kind, form }) => `${kind}: ${form}`)
}
