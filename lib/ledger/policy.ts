import { encodeHex } from '../encoding/hex.ts'
import { formatCosignerKey, parseCosignerKey, type CosignerKey } from './cosignature.ts'
import { LedgerError } from './ledger-error.ts'
import type { Sha256 } from './merkle-hash.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** Untrusted: a longer policy is refused. */
export const maxPolicyLength = 262_144

/** Untrusted: more logs, more witnesses or more groups are refused (C2SP tlog-policy, "Implementation limits", asks for 32). */
export const maxPolicyParts = 512

/** The quorum that asks for no cosignature at all. */
export const noQuorum = 'none'

/** A log whose checkpoints are accepted. */
export interface PolicyLog {
  readonly key: VerifierKey
  readonly url?: string
}

/** A cosigner; `name` means something inside its policy only. */
export interface PolicyWitness {
  readonly name: string
  readonly key: CosignerKey
  /** Where it takes checkpoints: the submission prefix (C2SP tlog-witness). */
  readonly url?: string
}

/** So many of its members, witnesses or groups named before, must have witnessed. */
export interface PolicyGroup {
  readonly name: string
  readonly threshold: number
  readonly members: readonly string[]
}

/** When a checkpoint counts (C2SP tlog-policy). Groups stand after their members; no name is a member twice. */
export interface Policy {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  readonly groups: readonly PolicyGroup[]
  /** The name of a witness or a group, or {@link noQuorum}. */
  readonly quorum: string
}

/** Writes a policy: logs, witnesses, groups, quorum, one a line. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const lines = [
    ...logs.map(({ key, url }) => ['log', formatVerifierKey(key), ...optional(url)]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, formatCosignerKey(key), ...optional(url)]),
    ...groups.map(({ name, threshold, members }) => ['group', name, formatThreshold(threshold, members.length), ...members]),
    ['quorum', quorum],
  ]
  return lines.map((items) => `${items.join(' ')}\n`).join('')
}

/**
 * Reads a policy as text in UTF-8; names, addresses and comments are otherwise opaque. Untrusted.
 *
 * @throws LedgerError `ledger/policy-malformed`
 */
export function parsePolicy(text: string, sha256: Sha256): Policy {
  if (text.length > maxPolicyLength || !text.isWellFormed()) throw malformed('too long, or not well-formed text')
  // Exactly the octets that the specification allows (C2SP tlog-policy, "Character set").
  // oxlint-disable-next-line no-control-regex
  if (!/^[\t\n\x20-\x7e\x80-\u{10ffff}]*$/u.test(text)) throw malformed('it has control characters')
  const lines = text.split('\n')
  if (lines.pop() !== '') throw malformed('its last line does not end')
  const reader = new PolicyReader(sha256)
  for (const [position, line] of lines.entries()) reader.read(line, position + 1)
  return reader.policy()
}

class PolicyReader {
  readonly #sha256: Sha256
  readonly #logs: PolicyLog[] = []
  readonly #witnesses: PolicyWitness[] = []
  readonly #groups: PolicyGroup[] = []
  readonly #names = new Set<string>()
  readonly #members = new Set<string>()
  readonly #keys = new Set<string>()
  #quorum: string | undefined

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  read(line: string, number: number): void {
    const [keyword = '', ...items] = line.split(/[ \t]+/).filter((item) => item !== '')
    if (keyword === '' || keyword.startsWith('#')) return
    const state = this.#add(keyword, items)
    if (state !== undefined) throw malformed(`line ${number}: ${state}`)
  }

  policy(): Policy {
    if (this.#quorum === undefined) throw malformed('it has no quorum line')
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum }
  }

  /** Adds what a line defines; answers what is wrong with it. */
  #add(keyword: string, items: readonly string[]): string | undefined {
    if (Math.max(this.#logs.length, this.#witnesses.length, this.#groups.length) >= maxPolicyParts) return `more than ${maxPolicyParts} of a kind`
    switch (keyword) {
      case 'log': return this.#addLog(items)
      case 'witness': return this.#addWitness(items)
      case 'group': return this.#addGroup(items)
      case 'quorum': return this.#setQuorum(items)
      default: return 'unknown keyword'
    }
  }

  #addLog([text = '', url, ...rest]: readonly string[]): string | undefined {
    const key = readKey(() => parseVerifierKey(text, this.#sha256))
    if (key === undefined || rest.length > 0) return 'not the key and address of a log'
    if (!this.#isNewKey('log', key.publicKey.bytes)) return 'a log of the same key stands before'
    this.#logs.push({ key, ...address(url) })
    return undefined
  }

  #addWitness([name = '', text = '', url, ...rest]: readonly string[]): string | undefined {
    const key = readKey(() => parseCosignerKey(text, this.#sha256))
    if (key === undefined || rest.length > 0) return 'not the name, key and address of a witness'
    if (!this.#isNewName(name)) return 'its name is taken'
    if (!this.#isNewKey('witness', key.publicKey.bytes)) return 'a witness of the same key stands before'
    this.#witnesses.push({ name, key, ...address(url) })
    return undefined
  }

  #addGroup([name = '', threshold = '', ...members]: readonly string[]): string | undefined {
    const count = parseThreshold(threshold, members.length)
    if (count === undefined) return 'not the name, threshold and members of a group'
    for (const member of members) {
      if (!this.#names.has(member)) return 'a member is not defined before'
      if (this.#members.has(member)) return 'a member is one already, here or in another group'
      this.#members.add(member)
    }
    if (!this.#isNewName(name)) return 'its name is taken'
    this.#groups.push({ name, threshold: count, members })
    return undefined
  }

  #setQuorum([name = '', ...rest]: readonly string[]): string | undefined {
    if (this.#quorum !== undefined) return 'a second quorum'
    if (rest.length > 0 || (name !== noQuorum && !this.#names.has(name))) return 'the quorum is not defined before'
    this.#quorum = name
    return undefined
  }

  #isNewName(name: string): boolean {
    return name !== noQuorum && !this.#names.has(name) && this.#names.add(name).has(name)
  }

  /** Keys are the same when their bytes are, whatever their names (C2SP tlog-policy, "Public key representation"). */
  #isNewKey(kind: string, bytes: Uint8Array): boolean {
    const entry = `${kind} ${encodeHex(bytes)}`
    return !this.#keys.has(entry) && this.#keys.add(entry).has(entry)
  }
}

function parseThreshold(text: string, members: number): number | undefined {
  const count = text === 'any' ? 1 : text === 'all' ? members : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0
  return count >= 1 && count <= members ? count : undefined
}

function formatThreshold(threshold: number, members: number): string {
  return threshold === members ? 'all' : threshold === 1 ? 'any' : String(threshold)
}

function readKey<Key>(parse: () => Key): Key | undefined {
  try {
    return parse()
  } catch (cause) {
    if (cause instanceof LedgerError) return undefined
    throw cause
  }
}

function address(url: string | undefined): { readonly url?: string } {
  return url === undefined ? {} : { url }
}

function optional(url: string | undefined): readonly string[] {
  return url === undefined ? [] : [url]
}

function malformed(state: string): LedgerError {
  return new LedgerError('ledger/policy-malformed', `Cannot read policy: ${state}`)
}
