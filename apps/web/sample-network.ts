/** A network with a real log behind it, as a node would tell of it: for tests of the pages in a browser. */
import { ed25519Jwk, encodeMultikey, webCryptography as cryptography, type SigningKey } from 'everlearned/crypto'
import { encodeBase64url, encodeHex } from 'everlearned/encoding'
import { cosign, cosignerKeyOf, formatCosignerKey, formatNote, memoryLogStorage, openLog, parseCheckpoint, parseNote, parseTlogProof, formatTlogProof } from 'everlearned/ledger'
import { signConformance, signEntry, parseEntry, type Statement } from 'everlearned/trust'
import { sectors, type EntryRange, type Holder, type Issuer, type LedgerEntry, type Network, type ProvenEntry } from './network-api.ts'

const origin = 'northline.example/ledger'
const day = 86_400_000

/** What the node of the sample answers. */
export interface SampleNetwork {
  readonly network: Network
  readonly issuers: ReadonlyMap<string, Issuer>
  readonly entries: (from: number, limit: number) => EntryRange
  readonly entry: (index: number) => ProvenEntry | undefined
  readonly growth: readonly { readonly at: string, readonly size: number }[]
  readonly checkpoint: string
  readonly college: string
  readonly accreditor: string
  readonly founder: string
}

interface Person { readonly did: string, readonly name: string, readonly key: SigningKey, readonly multikey: string }

async function person(fill: number, name: string): Promise<Person> {
  const key = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(fill)))
  const multikey = encodeMultikey(key.publicKey)
  return { did: `did:key:${multikey}`, name, key, multikey }
}

/** Makes the sample: five sectors, three cosigners each, a college with an accreditation, and so many batches. */
export async function sampleNetwork(batches = 60): Promise<SampleNetwork> {
  const [operator, council, board, college] = [await person(1, 'Northline Workforce Board'), await person(2, 'National Accreditation Council'), await person(3, 'Welding Certification Board'), await person(4, 'Riverside College')]
  const cosigners = await Promise.all(sectors.flatMap((sector, row) => [0, 1, 2].map(async (column) => ({ ...await person(20 + row * 3 + column, ''), sector, name: `${sector}-${column + 1}.example` }))))
  const vkeys = cosigners.map(({ name, key }) => ({ name, vkey: formatCosignerKey(cosignerKeyOf(name, key.publicKey, cryptography.sha256)) }))
  const log = await openLog(memoryLogStorage(), { origin, signingKey: operator.key, cryptography })
  const policy = [
    `log ${log.verifierKey}`, ...vkeys.map(({ name, vkey }) => `witness ${name} ${vkey}`),
    ...sectors.map((sector) => `group ${sector} 2 ${cosigners.filter((one) => one.sector === sector).map(({ name }) => name).join(' ')}`), `group sectors 4 ${sectors.join(' ')}`, 'quorum sectors', '',
  ].join('\n')
  const sign = (statement: Statement, ...signers: readonly Person[]): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin, signers: signers.map(({ key }) => key) })
  const register = async (who: Person, sector: 'education' | 'certification'): Promise<Uint8Array<ArrayBuffer>> => sign({ type: 'register', payload: {
    did: who.did, name: who.name, sector, keys: [who.multikey], basis: 'self-declared', sample: await signConformance(who.did, { signingKey: who.key, verificationMethod: `${who.did}#${who.multikey}`, cryptography }),
  } }, who)
  const scopes = ['https://northline.example/fields/welding']
  const entries = [
    await sign({ type: 'charter', payload: {
      name: 'Northline', policy, rules: 1, accreditors: [{ did: council.did, name: council.name, keys: [council.multikey], scopes: ['*'] }],
      governance: { education: { threshold: 1, seats: [{ name: operator.name, key: operator.multikey }] } }, operator: { did: operator.did, name: operator.name, keys: [operator.multikey] },
    } }, operator),
    await register(board, 'certification'), await register(college, 'education'),
    await sign({ type: 'accredit', payload: { accreditor: council.did, sequence: 0, did: board.did, scopes, basis: 'iso-iec-17024', mayAccredit: true, from: '2026-01-01' } }, council),
    await sign({ type: 'accredit', payload: { accreditor: board.did, sequence: 0, did: college.did, scopes, basis: 'programmatic', mayAccredit: false, from: '2026-02-01', until: '2029-01-31' } }, board),
    await sign({ type: 'dispute', payload: { by: board.did, sequence: 1, subject: { did: college.did }, ground: 'misleading' } }, board),
    ...await Promise.all(Array.from({ length: batches }, (_, number) => sign({ type: 'batch', payload: { issuer: number % 5 === 0 ? null : college.did, scope: 'education', size: 2 ** (6 + (number % 4)), root: cryptography.sha256(new Uint8Array(32).fill(number)) } }, number % 5 === 0 ? operator : college))),
  ]
  for (const entry of entries) await log.append([entry])
  const people = new Map([operator, council, board, college].map((one) => [one.multikey, one]))
  const finalSize = entries.length - 1
  const view = (bytes: Uint8Array<ArrayBuffer>, index: number): LedgerEntry => {
    const { type, payload, signatures } = parseEntry(bytes)
    return {
      index, type, final: index < finalSize, payload: Object.fromEntries(Object.entries(payload).map(([member, value]) => [member, value instanceof Uint8Array ? encodeHex(value) : value as unknown])),
      signedBy: signatures.map(({ key }) => ({ key, did: people.get(key)?.did ?? null, name: people.get(key)?.name ?? null })),
    }
  }
  const seconds = Math.floor(Date.now() / 1000)
  const signed = await Promise.all(cosigners.filter((_, index) => index % 3 !== 2).map(({ name, key }) => cosign(log.checkpoint, { name, key, seconds }, cryptography)))
  const note = parseNote(log.checkpoint.text)
  const checkpoint = parseCheckpoint(formatNote({ ...note, signatures: [...note.signatures, ...signed] }))
  const proven = await Promise.all(entries.map(async (bytes, index): Promise<ProvenEntry> => ({
    ...view(bytes, index), bytes: encodeBase64url(bytes), proof: index < finalSize ? formatTlogProof({ ...parseTlogProof(await log.tlogProof(index)), checkpoint }) : null,
  })))
  const now = Date.now()
  return {
    college: college.did, accreditor: board.did, founder: council.did, checkpoint: checkpoint.text,
    entries: (from, limit) => ({ size: entries.length, types: [...new Set(proven.map(({ type }) => type))], entries: proven.slice(from, from + limit).map(({ bytes: _bytes, proof: _proof, ...entry }) => entry) }),
    entry: (index) => proven[index],
    growth: Array.from({ length: 40 }, (_, step) => ({ at: new Date(now - (40 - step) * day).toISOString(), size: Math.round(6 + (entries.length - 6) * (step / 39) ** 1.7) })),
    issuers: new Map([[college.did, issuerOf(college, board, council, scopes)], [board.did, { ...issuerOf(board, council, council, scopes), sector: 'certification' as const }], [council.did, founderOf(council)]]),
    network: {
      self: { name: operator.name, did: operator.did, sector: 'government', origin, verifierKey: log.verifierKey, cosignerKey: vkeys[0]?.vkey ?? null, roles: ['operator', 'validator'] },
      registry: { origin, name: 'Northline', rulesVersion: 1 },
      policy: { text: policy, cosigners: 15, overlap: 3, mayLie: 2, mayBeDown: 3 },
      finality: { finalSize, pendingSize: entries.length, finalAt: new Date(now - 130_000).toISOString() },
      holders: cosigners.map(({ name, sector }, index): Holder => ({
        name, sector, role: 'validator', size: index % 3 === 2 ? 12 : entries.length, cosignedAt: index === 5 ? null : new Date(now - (index % 3 === 2 ? 3 * day : 120_000)).toISOString(), state: index % 3 !== 2 ? 'current' : index === 5 ? 'silent' : 'behind',
      })),
      following: [
        { id: 'f1', origin: 'coast.example/ledger', url: 'https://coast.example/ledger', role: 'validator', size: 812, checkedAt: new Date(now - 40_000).toISOString(), state: 'current', refusal: null },
        { id: 'f2', origin: 'mill.example/ledger', url: 'https://mill.example/ledger', role: 'mirror', size: 90, checkedAt: new Date(now - 400_000).toISOString(), state: 'refused', refusal: 'entry 90: the issuer is suspended' },
      ],
      alarms: [],
    },
  }
}

/** Whom the charter itself names rests on nobody. */
function founderOf({ did, name, multikey }: Person): Issuer {
  const by = { did, name }
  return {
    ...by, sector: null, registeredAt: 0, gone: false, suspensions: [], counts: { batches: 0, leaves: 0 }, keys: [{ key: multikey, from: 0, until: null, compromisedSince: null }], recoveryKey: null, authority: [], conflicts: [],
    domain: { state: 'charter', seenBy: [] }, formerNames: [], namesakes: [],
    accreditations: [{ id: -1, scopes: ['*'], basis: null, by, mayAccredit: true, from: '0000-01-01', until: null, state: 'in-force', chain: [{ ...by, accreditor: by, scopes: ['*'], basis: null }] }],
  }
}

function issuerOf(who: Person, by: Person, top: Person, scopes: readonly string[]): Issuer {
  const upper = by.did === top.did ? [] : [{ did: by.did, name: by.name, accreditor: { did: top.did, name: top.name }, scopes, basis: 'iso-iec-17024' }]
  return {
    did: who.did, name: who.name, sector: 'education', registeredAt: 2, gone: false, suspensions: [{ from: 30, until: 34 }], counts: { batches: 48, leaves: 11_520 },
    keys: [{ key: who.multikey, from: 2, until: null, compromisedSince: null }, { key: by.multikey, from: 1, until: 9, compromisedSince: { at: '2026-03-04T00:00:00Z', sizes: { [origin]: 4 } } }], recoveryKey: null,
    accreditations: [{
      id: 4, scopes, basis: 'programmatic', by: { did: by.did, name: by.name }, mayAccredit: by.did === top.did, from: '2026-02-01', until: '2029-01-31', state: 'in-force',
      chain: [{ did: who.did, name: who.name, accreditor: { did: by.did, name: by.name }, scopes, basis: 'programmatic' }, ...upper, { did: top.did, name: top.name, accreditor: { did: top.did, name: top.name }, scopes: ['*'], basis: null }],
    }],
    authority: [{ type: 'https://northline.example/types/welder', scope: scopes[0] ?? '', granted: true }], conflicts: [{ index: 5, by: { did: by.did, name: by.name }, ground: 'misleading' }],
    domain: { state: 'unchecked', seenBy: [{ did: by.did, name: by.name, sector: 'certification', index: 11, at: '2026-03-04T09:00:00Z' }] }, formerNames: [`${who.name} Institute`], namesakes: [{ did: top.did, name: who.name }],
  }
}

/** What `/api/node` answers on the node of a sample. */
export function sampleNode({ network: { self } }: SampleNetwork): object {
  return { name: self.name, version: '0', publicBaseUrl: '', walletBaseUrl: '', rehearsal: false, isSetUp: true, mailsThrough: 'outbox', log: { origin: self.origin, verifierKey: self.verifierKey } }
}
