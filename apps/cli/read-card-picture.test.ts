import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { encodeQR } from 'qr'
import { addProof, bakePng } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { decodeMultibase, type JsonObject } from 'everlearned/encoding'
import { createMemoryWalletStorage, deriveWalletKeys, makeCard, type WalletRecord } from 'everlearned/holder'
import { memoryLogStorage, openLog } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { batchPath, buildBatchTree, commit, formatLedgerProof, sealBatch } from 'everlearned/trust'
import { trustNobody, verify, type Report } from 'everlearned/verifier'
import { describe, expect, it } from 'vitest'
import { readCardPicture } from './read-card-picture.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPng } from './read-png.ts'

const now = new Date('2026-11-21T12:00:00Z')
const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../fixtures/card/valid/${name}`, import.meta.url))))

interface Drawn { readonly width: number; readonly height: number; readonly luma: Uint8Array }

/** Codes side by side on a sheet, each module so many points wide. */
function drawSheet(texts: readonly string[], scale = 4, gap = 40): Drawn {
  const squares = texts.map((text) => encodeQR(text, 'raw', { ecc: 'medium', border: 2 }))
  const size = Math.max(...squares.map(({ length }) => length)) * scale
  const [width, height] = [squares.length * (size + gap) + gap, size + 2 * gap]
  const luma = new Uint8Array(width * height).fill(250)
  squares.forEach((rows, index) => rows.forEach((row, y) => row.forEach((isDark, x) => {
    if (isDark) for (let line = 0; line < scale; line += 1) luma.fill(15, (gap + y * scale + line) * width + gap + index * (size + gap) + x * scale, (gap + y * scale + line) * width + gap + index * (size + gap) + (x + 1) * scale)
  })))
  return { width, height, luma }
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

interface PngForm { readonly depth?: number; readonly colour?: number; readonly isInterlaced?: boolean; readonly extra?: readonly Buffer[] }

/** A PNG of lines as they stand in the file, each with its filter in front. */
function formatPng(width: number, height: number, lines: Uint8Array, { depth = 8, colour = 0, isInterlaced = false, extra = [] }: PngForm = {}): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour, 0, 0, isInterlaced ? 1 : 0], 8)
  return new Uint8Array(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), ...extra, chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]))
}

const pngOf = ({ width, height, luma }: Drawn): Uint8Array<ArrayBuffer> =>
  formatPng(width, height, Buffer.concat(Array.from({ length: height }, (_, row) => Buffer.concat([Buffer.of(0), luma.subarray(row * width, (row + 1) * width)]))))

async function judge(picture: Uint8Array<ArrayBuffer>, logs: readonly string[] = []): Promise<Report> {
  const { reports: [report] } = await verify(await readCardPicture(picture), { cryptography, now, documents: {}, trust: { ...trustNobody, logs } })
  if (report === undefined) throw new Error('a card holds a credential')
  return report
}

const outcomesOf = ({ checks }: Report): Record<string, string> => Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]))

/** A record as a wallet has it whose signature stands in a batch of a log. */
async function recordedRecord(): Promise<{ readonly record: WalletRecord; readonly log: string }> {
  const [signingKey, logKey] = await Promise.all([0, 1].map(async () => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))))
  if (signingKey === undefined || logKey === undefined) throw new Error('two keys')
  const issuer = didKey(signingKey.publicKey)
  const credential = await addProof({
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'id': 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', 'type': ['VerifiableCredential', 'OpenBadgeCredential'], 'name': 'Forklift operator', 'validFrom': '2026-11-20T09:00:00Z',
    'issuer': { id: issuer, type: ['Profile'], name: 'Example College' },
    'credentialSubject': { type: ['AchievementSubject'], id: issuer, achievement: { id: 'https://college.example/achievements/1', type: ['Achievement'], name: 'Forklift operator', description: 'Drives.', criteria: { narrative: `Test ${Buffer.from(cryptography.randomBytes(400)).toString('base64')}` } } },
  }, { proofPurpose: 'assertionMethod' }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: new Date('2026-11-20T09:00:00Z'), cryptography })
  const nonce = cryptography.randomBytes(32)
  const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey: logKey, cryptography })
  const commitments = [commit(decodeMultibase(String((credential['proof'] as JsonObject)['proofValue']), 'z'), nonce, cryptography.sha256), ...Array.from({ length: 63 }, () => cryptography.randomBytes(32))]
  const batch = await sealBatch(commitments, { issuer, scope: 'education', isOverdue: false, origin: log.checkpoint.origin, signer: signingKey, cryptography })
  const { indexes: [index = 0] } = await log.append([batch.entry])
  const [batchIndex = 0] = batch.positions
  const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
  const ledgerProof = formatLedgerProof({ nonce, batchIndex, batchPath: path, entry: batch.entry, proof: await log.tlogProof(index) })
  const record: WalletRecord = { id: 'r', credential: JSON.stringify(credential), nonce: Buffer.from(nonce).toString('base64url'), ledgerProof, logs: [log.verifierKey], status: {}, documents: {}, addedAt: now.toISOString(), origin: 'https://college.example' }
  return { record, log: log.verifierKey }
}

function endOf(picture: Uint8Array<ArrayBuffer>): string {
  try {
    return `read ${readJpeg(picture).width}`
  } catch (error) {
    return String(error)
  }
}

describe('readCardPicture()', () => {
  it('reads a printed sheet with the proof of the ledger, which is verified with nothing but the key of the log', async () => {
    const { record, log } = await recordedRecord()
    const context = { keys: await deriveWalletKeys(new Uint8Array(32).fill(4)), storage: createMemoryWalletStorage(), cryptography, now, fetch: () => Promise.reject(new Error('asked')) }
    const sheet = await makeCard(record, context, { facts: 'all', size: 'sheet' })
    expect(sheet.hasLedgerProof).toBe(true)
    expect([2, 3]).toContain(sheet.codes.length)
    const picture = pngOf(drawSheet(sheet.codes))
    const report = await judge(picture, [log])
    expect(report.integrity).toBe('passed')
    expect(outcomesOf(report)).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'ledger-inclusion': 'passed' })
    expect(outcomesOf(await judge(picture))).toMatchObject({ 'ledger-inclusion': 'unknown' })
    const card = await makeCard(record, context, { facts: 'all', size: 'card' })
    expect({ codes: card.codes.length, ...outcomesOf(await judge(pngOf(drawSheet(card.codes)), [log])) }).toMatchObject({ 'codes': 1, 'proof': 'passed', 'ledger-inclusion': expect.not.stringMatching('passed') as string })
  })

  it.each(['sheet-photo.jpg', 'sheet-progressive.jpg'])('reads two codes from %s: askew and noisy in small quality, or on its side in a progressive one', async (name) => {
    expect(await judge(fixture(name))).toMatchObject({ integrity: 'passed' })
  })

  it('says how many codes are missing, that there is none, and leaves other files as they are', async () => {
    const texts = new TextDecoder().decode(await readCardPicture(fixture('sheet-photo.jpg'))).split('\n')
    await expect(readCardPicture(pngOf(drawSheet(texts.slice(0, 1), 2, 8)))).rejects.toThrow('1 of the codes of this card is not in it')
    await expect(readCardPicture(pngOf(drawSheet(['https://evil.example/LER1:'], 2, 8)))).rejects.toThrow('no code of a card is in it')
    await expect(readCardPicture(formatPng(1, 1, Uint8Array.of(0, 255)))).rejects.toThrow('no code of a card is in it')
    const baked = bakePng(formatPng(1, 1, Uint8Array.of(0, 255)), '{}')
    expect(await readCardPicture(baked)).toBe(baked)
    expect(await readCardPicture(Uint8Array.of(123, 125))).toEqual(Uint8Array.of(123, 125))
  })

  it.each([
    ['more points than are read', formatPng(50_000, 1_001, new Uint8Array(8)), 'more than 50000000 points'], ['no points', formatPng(0, 5, new Uint8Array(8)), 'no points'], ['fewer lines than it promises', formatPng(9, 9, new Uint8Array(20)), 'Cannot read picture'],
    ['far more lines than it promises', formatPng(2, 2, new Uint8Array(50_000_000)), 'Cannot read picture'],
    ['lines in several passes', formatPng(2, 3, new Uint8Array(11), { isInterlaced: true }), 'interlaced'], ['no header', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'header is missing'], ['an unknown filter', formatPng(2, 1, Uint8Array.of(9, 1, 1)), 'damaged'],
    ['a colour that is none', formatPng(1, 1, Uint8Array.of(0, 1), { colour: 5 }), 'damaged'], ['nothing but its beginning', Uint8Array.of(0xff, 0xd8, 0xff), 'damaged'],
    ['lossless lines', Uint8Array.of(0xff, 0xd8, 0xff, 0xc3, 0, 11, 8, 0, 1, 0, 1, 1, 1, 17, 0, 0, 0), 'save it as PNG'], ['a frame larger than is read', Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 17, 0, 0, 0), 'too large'],
  ])('refuses a picture with %s', async (_, picture, state) => {
    await expect(readCardPicture(picture)).rejects.toThrow(state)
  })

  it('ends in words, whatever is broken in a photo', () => {
    const photo = fixture('sheet-progressive.jpg')
    for (let seed = 1; seed <= 4; seed += 1) {
      const broken = photo.slice(0, seed % 3 === 0 ? photo.length >> 1 : photo.length)
      for (let index = 0; index < 8; index += 1) broken[(seed * 7_919 + index * index * 104_729) % 2_000 + 700] = (seed * 31 + index) & 255
      expect(endOf(broken)).toMatch(/^read|Cannot read picture/)
    }
  })
})

describe('readPng()', () => {
  it.each([
    ['each filter', formatPng(2, 3, Uint8Array.of(1, 10, 190, 2, 20, 146, 4, 220, 6)), [10, 200, 30, 90, 250, 0]],
    ['the mean of two', formatPng(2, 1, Uint8Array.of(3, 10, 195)), [10, 200]],
    ['colours', formatPng(2, 1, Uint8Array.of(0, 255, 255, 255, 255, 0, 0), { colour: 2 }), [255, 76]],
    ['colours through which paper shows', formatPng(2, 1, Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0), { colour: 6 }), [0, 255]],
    ['grey through which paper shows', formatPng(2, 1, Uint8Array.of(0, 100, 255, 100, 0), { colour: 4 }), [100, 255]],
    ['single bits', formatPng(3, 1, Uint8Array.of(0, 0b101_00000), { depth: 1 }), [255, 0, 255]],
    ['16 bits', formatPng(2, 1, Uint8Array.of(0, 10, 99, 200, 1), { depth: 16 }), [10, 199]],
    ['a palette of four', formatPng(3, 1, Uint8Array.of(0, 0b01_10_00_00), { depth: 2, colour: 3, extra: [chunk('PLTE', Uint8Array.of(9, 9, 9, 80, 80, 80, 0, 0, 0)), chunk('tRNS', Uint8Array.of(255, 255, 0))] }), [80, 255, 9]],
  ])('reads %s', (_, png, luma) => {
    expect([...readPng(png).luma]).toEqual(luma)
  })
})
