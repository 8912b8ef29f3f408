import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryWords } from '../../messages/ledger.ts'
import { describeEntry, didsIn, namesIn } from './describe-entry.ts'

const names = new Map([['did:web:a.example', 'Alder College'], ['did:web:b.example', 'Birch Board']])
const say = (type: string, payload: Readonly<Record<string, unknown>>): string => describeEntry({ type, payload, signedBy: [] }, names)

describe('describeEntry()', () => {
  it.each([
    ['batch', { issuer: 'did:web:a.example', size: 64 }, 'Alder College recorded 64 or more records'],
    ['batch', { issuer: 'did:web:a.example', size: 65_536 }, 'Alder College recorded 32,768 or more records'],
    ['batch', { issuer: null, size: 64 }, 'Several small organisations recorded a batch of records together'],
    ['register', { name: 'Cedar School' }, 'Cedar School registered'],
    ['accredit', { accreditor: 'did:web:b.example', did: 'did:web:a.example' }, 'Birch Board accredited Alder College'],
    ['suspend', { by: 'governance', target: 'participant', did: 'did:web:a.example' }, 'The network suspended Alder College'],
    ['withdraw', { by: 'did:web:b.example', target: 'accreditation', accreditation: 7 }, 'Birch Board took back the accreditation of entry 7'],
    ['withdraw', { by: 'did:web:a.example', target: 'key', did: 'did:web:a.example', compromisedSince: { at: '2026-03-01T00:00:00Z' } }, 'A key of Alder College was reported stolen, since March 1, 2026'],
    ['rotate', { did: 'did:web:a.example', add: ['z'], remove: [] }, 'Alder College took 1 new key'],
    ['rotate', { did: 'did:web:a.example', add: [], remove: [], name: 'Alder University' }, 'Alder College is called Alder University from here on'],
    ['withdraw', { by: 'governance', target: 'registration', did: 'did:web:a.example' }, 'The network gave the signature name Alder College back: whoever registered it was not its owner'],
    ['endorse', { by: 'did:web:b.example', subject: { did: 'did:web:a.example' }, ground: 'domain', keys: ['z'] }, 'Birch Board looked at the domain of Alder College and found its keys there'],
    ['dispute', { by: 'did:web:b.example', subject: { did: 'did:web:a.example' }, ground: 'misleading' }, 'Birch Board disputes Alder College as misleading'],
    ['endorse', { by: 'did:web:b.example', subject: { entry: 12 }, ground: 'reviewed' }, 'Birch Board reviewed entry 12'],
    ['reaffirm', { did: 'did:web:a.example', from: 3, to: 9 }, 'Alder College stands by its entries 3 to 8'],
  ])('says of %s in a sentence who said what about whom', (type, payload, sentence) => {
    expect(say(type, payload)).toBe(sentence)
  })

  it('has words for every type of the ledger, and honest ones for another', () => {
    expect(Object.keys(entryWords.kinds).filter((type) => say(type, {}) === '')).toEqual([])
    expect(say('tomorrow', {})).toBe(entryWords.other)
    expect(say('endorse', { ground: 'constructor' })).toBe(entryWords.other)
  })

  it('makes one sentence of whatever a payload holds', () => {
    const payload = fc.dictionary(fc.constantFrom('did', 'by', 'issuer', 'size', 'subject', 'target', 'ground', 'kind', 'compromisedSince', 'add', 'to', 'constructor'), fc.jsonValue())
    fc.assert(fc.property(fc.constantFrom(...Object.keys(entryWords.kinds)), payload, (type, value) => {
      expect(typeof say(type, value)).toBe('string')
    }))
  })
})

describe('the names in entries', () => {
  it('are those of signers and of who registers; the others are to be asked for', () => {
    const entries = [
      { index: 1, type: 'register', payload: { did: 'did:web:c.example', name: 'Cedar School' }, signedBy: [], final: true },
      { index: 2, type: 'accredit', payload: { accreditor: 'did:web:b.example', did: 'did:web:c.example' }, signedBy: [{ key: 'z', did: 'did:web:b.example', name: 'Birch Board' }], final: true },
    ]
    expect([...namesIn(entries)]).toEqual([['did:web:c.example', 'Cedar School'], ['did:web:b.example', 'Birch Board']])
    expect(entries.flatMap(didsIn)).toEqual(['did:web:c.example', 'did:web:c.example', 'did:web:b.example'])
  })
})
