import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigner, type TestCosigner } from './_cosigners.ts'
import { formatAddCheckpoint, maxAddCheckpointBytes, parseAddCheckpoint } from './add-checkpoint.ts'
import { askWitness } from './ask-witness.ts'
import { parseCheckpoint, signCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { cosign, verifyCosignature } from './cosignature.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { memoryWitnessStore } from './memory-witness-store.ts'
import { formatNote } from './note.ts'
import { openLog } from './open-log.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { parseVerifierKey } from './verifier-key.ts'
import { witnessHandler } from './witness-handler.ts'
import { hashOrigin, type Witness } from './witness.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))

/** A log and its checkpoints of 0 to 20 entries. */
async function newLog(text = 'entry'): Promise<{ readonly log: TransparencyLog; readonly heads: readonly Checkpoint[] }> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  const heads = [log.checkpoint]
  for (let index = 0; index < 20; index += 1) heads.push((await log.append([encodeUtf8(`${text} ${index}`)])).checkpoint)
  return { log, heads }
}

const { log, heads } = await newLog()
const fork = await newLog('other')
const key = parseVerifierKey(log.verifierKey, cryptography.sha256)
const head = (size: number): Checkpoint => heads[size]!
const prove = async (older: number, newer: number): Promise<readonly Uint8Array<ArrayBuffer>[]> => (older === 0 ? [] : log.consistencyProof(older, newer))

let cosigner: TestCosigner
let handle: (request: Request) => Promise<Response>
beforeEach(async () => {
  cosigner = await newCosigner('witness.example/w1', [key], cryptography)
  handle = witnessHandler(cosigner.witness)
})

async function post(body: RequestInit['body'], to = handle): Promise<Response> {
  return to(new Request('https://witness.example/any/prefix/add-checkpoint', { method: 'POST', body: body ?? '', duplex: 'half' } as RequestInit))
}

async function submit(oldSize: number, checkpoint: Checkpoint, proof?: readonly Uint8Array<ArrayBuffer>[], to = handle): Promise<Response> {
  return post(formatAddCheckpoint({ oldSize, checkpoint, proof: proof ?? (await prove(oldSize, checkpoint.size)) }), to)
}

function withWitness(changes: Partial<Witness>): (request: Request) => Promise<Response> {
  return witnessHandler({ ...cosigner.witness, ...changes })
}

describe('witnessHandler()', () => {
  it('200: cosigns the first checkpoint it sees, then whatever goes on from it', async () => {
    for (const [older, newer] of [[0, 3], [3, 3], [3, 11], [11, 20]] as const) {
      const response = await submit(older, head(newer))
      expect(response.status).toBe(200)
      const cosigned = parseCheckpoint(`${head(newer).text}${await response.text()}`)
      expect(await verifyCosignature(cosigned, cosigner.key, cryptography)).toEqual({ isValid: true, at: 1_700_000_000 })
    }
  })

  it('200: the empty tree, more than once, and whatever follows it', async () => {
    expect((await submit(0, head(0))).status).toBe(200)
    expect((await submit(0, head(0))).status).toBe(200)
    expect((await submit(0, head(5))).status).toBe(200)
  })

  it.each([
    ['nothing', ''], ['no checkpoint', 'old 0\n\n'], ['no empty line', `old 0\n${'x'.repeat(10)}`], ['no old size', `\n${head(3).text}`],
    ['a leading zero', `old 00\n\n${head(3).text}`], ['a sign', `old -1\n\n${head(3).text}`], ['a plus', `old +1\n\n${head(3).text}`], ['two spaces', `old  1\n\n${head(3).text}`],
    ['a size beyond numbers', `old 99999999999999999\n\n${head(3).text}`], ['a carriage return', `old 0\r\n\r\n${head(3).text}`],
    ['a hash that is short', `old 1\nAAAA\n\n${head(3).text}`], ['a hash that is not canonical', `old 1\n${'A'.repeat(42)}B=\n\n${head(3).text}`],
    ['64 hashes', `old 1\n${`${'A'.repeat(43)}=\n`.repeat(64)}\n${head(3).text}`],
    ['an old size above the new one', formatAddCheckpoint({ oldSize: 4, proof: [], checkpoint: head(3) })],
    ['a checkpoint without signature', `old 0\n\n${head(3).note.text}`], ['a checkpoint whose size has a leading zero', `old 0\n\n${head(3).text.replace('\n3\n', '\n03\n')}`],
    ['a checkpoint beyond numbers', `old 0\n\n${head(3).text.replace('\n3\n', '\n9999999999999999\n')}`],
  ])('400: %s', async (_, body) => {
    expect((await post(body)).status).toBe(400)
  })

  it('400: bytes that are not UTF-8; 413: a megabyte, without waiting for its end', async () => {
    expect((await post(Uint8Array.of(0x6f, 0x6c, 0x64, 0xff))).status).toBe(400)
    expect((await post('x'.repeat(1_048_576))).status).toBe(413)
    let chunks = 0
    const endless = new ReadableStream({ pull: (controller) => {
      chunks += 1
      controller.enqueue(new Uint8Array(65_536))
    } })
    expect((await post(endless)).status).toBe(413)
    expect(chunks).toBeLessThan(maxAddCheckpointBytes / 65_536 + 4)
  })

  it('403: no signature by the log, or a wrong one beside a right one', async () => {
    const other = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    expect((await submit(0, await signCheckpoint(head(3), other, cryptography))).status).toBe(403)
    const [right] = head(3).note.signatures
    const wrong = { ...right!, signature: right!.signature.with(3, right!.signature[3]! ^ 1) }
    expect((await submit(0, parseCheckpoint(formatNote({ text: head(3).note.text, signatures: [right!, wrong] })))).status).toBe(403)
  })

  it('404: a log that it does not know, and any other address; 405: another method', async () => {
    expect((await submit(0, await signCheckpoint({ ...head(3), origin: 'other.example' }, signingKey, cryptography))).status).toBe(404)
    expect((await handle(new Request('https://witness.example/sign-subtree', { method: 'POST', body: '' }))).status).toBe(404)
    expect((await handle(new Request('https://witness.example/add-checkpoint'))).status).toBe(405)
  })

  it('409: another old size than its last, with the size it has', async () => {
    await submit(0, head(7))
    for (const old of [0, 3, 8, 20]) {
      const response = await submit(old, head(20))
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([409, 'text/x.tlog.size', '7\n'])
    }
    const never = await submit(3, head(7), undefined, withWitness({ store: memoryWitnessStore() }))
    expect([never.status, await never.text()]).toEqual([409, '0\n'])
  })

  it('422: no proof, a proof too many, another history, another root of the same size, an empty tree with a root', async () => {
    expect((await submit(0, head(3), [new Uint8Array(32)])).status).toBe(422)
    expect((await submit(0, await signCheckpoint({ origin, size: 0, root: new Uint8Array(32) }, signingKey, cryptography))).status).toBe(422)
    await submit(0, head(7))
    expect((await submit(7, head(9), [])).status).toBe(422)
    expect((await submit(7, head(7), [new Uint8Array(32)])).status).toBe(422)
    expect((await submit(7, fork.heads[9]!, await fork.log.consistencyProof(7, 9))).status).toBe(422)
    expect((await submit(7, fork.heads[7]!, [])).status).toBe(422)
    expect((await submit(7, head(9))).status).toBe(200)
  })

  it('asks approve() after the proof and before it stores: 422 for no, 503 for not yet', async () => {
    const asked: (readonly [number | undefined, number])[] = []
    const approving = (kind?: 'refused' | 'later'): typeof handle => withWitness({ approve: async (_, older, checkpoint) => {
      asked.push([older?.size, checkpoint.size])
      return kind === undefined ? undefined : { kind, reason: 'entry 4 does not follow the rules' }
    } })
    const no = await submit(0, head(7), undefined, approving('refused'))
    expect([no.status, await no.text()]).toEqual([422, 'entry 4 does not follow the rules\n'])
    expect((await submit(0, head(7), undefined, approving('later'))).status).toBe(503)
    expect(await cosigner.witness.store.load(hashOrigin(origin, cryptography.sha256))).toBeUndefined()
    expect((await submit(0, head(7), undefined, approving())).status).toBe(200)
    expect((await submit(7, head(9), [], approving())).status).toBe(422)
    expect((await submit(7, head(9), undefined, approving())).status).toBe(200)
    expect(asked).toEqual([[undefined, 7], [undefined, 7], [undefined, 7], [7, 9]])
  })

  it('shows the last checkpoint with both signatures and nobody else\'s, under the hash of the origin', async () => {
    const url = `https://witness.example/${hashOrigin(origin, cryptography.sha256)}/checkpoint`
    expect((await handle(new Request(url))).status).toBe(404)
    const stranger = await cosign(head(7), { name: 'x', key: signingKey, seconds: 1 }, cryptography)
    await submit(0, parseCheckpoint(formatNote({ text: head(7).note.text, signatures: [stranger, ...head(7).note.signatures] })))
    const shown = parseCheckpoint(await (await handle(new Request(url))).text())
    expect(shown.note.signatures.map(({ name }) => name)).toEqual([origin, 'witness.example/w1'])
    expect(await verifyCheckpoint(shown, key, cryptography)).toBe(true)
    expect((await verifyCosignature(shown, cosigner.key, cryptography)).isValid).toBe(true)
  })

  it('never cosigns two histories, however requests overlap and from however many processes', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.record({ size: fc.integer({ min: 1, max: 20 }), isFork: fc.boolean(), old: fc.integer({ min: 0, max: 20 }) }), { minLength: 2, maxLength: 8 }), async (scheduler, wishes) => {
      const store = memoryWitnessStore()
      const slow = { load: scheduler.scheduleFunction(store.load), replace: scheduler.scheduleFunction(store.replace) }
      const processes = [withWitness({ store: slow }), withWitness({ store: slow })]
      const sizes: number[] = []
      const answers = Promise.all(wishes.map(async ({ size, isFork, old }, index) => {
        const { log: at, heads: of } = isFork ? fork : { log, heads }
        const oldSize = index < 2 ? 0 : Math.min(old, size)
        const response = await submit(oldSize, of[size]!, oldSize === 0 ? [] : await at.consistencyProof(oldSize, size), processes[index % 2])
        if (response.status === 200) sizes.push(size)
        return response.status === 200 ? isFork : undefined
      }))
      await scheduler.waitFor(answers)
      const histories = new Set((await answers).filter((isFork) => isFork !== undefined))
      expect(histories.size).toBe(1)
    }), { numRuns: 40 })
  })

  it('stops for good when its store forgets what this process cosigned', async () => {
    const store = memoryWitnessStore()
    let isRestored = false
    const rolling = withWitness({ store: { ...store, load: async (hash) => (isRestored ? undefined : store.load(hash)) } })
    expect((await submit(0, head(7), undefined, rolling)).status).toBe(200)
    isRestored = true
    expect((await submit(0, fork.heads[7]!, [], rolling)).status).toBe(503)
    expect((await submit(0, head(9), undefined, rolling)).status).toBe(503)
  })

  it('stops when somebody shows it a cosignature of its own that its store does not know', async () => {
    const restored = memoryWitnessStore()
    const cosigned = parseCheckpoint(`${head(9).text}${await (await submit(0, head(9))).text()}`)
    expect((await submit(0, cosigned, [], withWitness({ store: restored }))).status).toBe(503)
    await submit(0, head(5), undefined, withWitness({ store: restored }))
    expect((await submit(5, cosigned, undefined, withWitness({ store: restored }))).status).toBe(503)
    // The own cosignature of what the store holds is no reason to stop.
    expect((await submit(9, cosigned)).status).toBe(200)
  })
})

describe('parseAddCheckpoint()', () => {
  it('reads what formatAddCheckpoint() writes', async () => {
    const request = { oldSize: 3, proof: await prove(3, 17), checkpoint: head(17) }
    expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual(request)
  })
})

describe('askWitness()', () => {
  const ask = async (fetchResource: (request: Request) => Promise<Response>): Promise<unknown> => askWitness(
    { oldSize: 3, proof: await prove(3, 7), checkpoint: head(7) },
    { url: 'https://witness.example/prefix/', key: cosigner.key, fetchResource: (url, init) => fetchResource(new Request(url, init)) }, cryptography,
  )

  it('brings back the cosignature, or the size that the witness has', async () => {
    expect(await ask(handle)).toEqual({ outcome: 'stale', size: 0 })
    await submit(0, head(3))
    expect(await ask(handle)).toMatchObject({ outcome: 'cosigned', at: 1_700_000_000, signatures: [{ name: 'witness.example/w1' }] })
  })

  it('believes nothing else', async () => {
    const line = async (checkpoint: Checkpoint, by = cosigner): Promise<string> => formatNote({ text: '\n', signatures: [await cosign(checkpoint, { ...by.witness.identity, seconds: 9 }, cryptography)] }).slice(2)
    const other = await newCosigner('witness.example/w2', [key], cryptography)
    const impostor = await newCosigner('witness.example/w1', [key], cryptography)
    for (const body of ['', 'hello', '— a b\n', await line(head(8)), await line(head(7), other), await line(head(7), impostor), (await line(head(7))).trimEnd(), 'x'.repeat(1_000_000)]) {
      expect(await ask(async () => new Response(body))).toEqual({ outcome: 'nonsense' })
    }
    for (const body of ['', '7', '07\n', '-1\n', '7\n\n', '99999999999999999\n', `${'9'.repeat(1_000)}\n`]) {
      expect(await ask(async () => new Response(body, { status: 409 }))).toEqual({ outcome: 'nonsense' })
    }
    expect(await ask(async () => new Response('no', { status: 422 }))).toEqual({ outcome: 'refused', status: 422 })
    expect(await ask(async () => new Response(`${await line(head(7), other)}${await line(head(7))}`))).toMatchObject({ outcome: 'cosigned', at: 9 })
  })
})
