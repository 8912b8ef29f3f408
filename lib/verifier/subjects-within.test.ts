import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { subjectsWithin } from './subjects-within.ts'

const about = (id: string | undefined, more: JsonObject = {}): JsonObject => ({ type: ['VerifiableCredential'], credentialSubject: { ...(id === undefined ? {} : { id }), ...more } })
const around = (...inside: readonly (JsonObject | string)[]): JsonObject => about('did:key:zMine', { verifiableCredential: inside })
const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('subjectsWithin()', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['of a credential', about('did:key:zMine'), ['did:key:zMine']],
    ['of one that names nobody', about(undefined), ['']],
    ['of one without any', { type: ['VerifiableCredential'] }, ['']],
    ['of those inside', around(about('did:key:zMine'), about('did:key:zOther')), ['did:key:zMine', 'did:key:zMine', 'did:key:zOther']],
    ['of those inside these', around(around(about('did:key:zOther'))), ['did:key:zMine', 'did:key:zMine', 'did:key:zOther']],
    ['of a token inside', around(`${encode({ alg: 'ES256' })}.${encode(about('did:key:zOther'))}.AA`), ['did:key:zMine', 'did:key:zOther']],
    ['of what cannot be read', around('no token'), ['did:key:zMine', '']],
    ['of what lies too deep', around(around(around(around(about('did:key:zMine'))))), [...Array<string>(4).fill('did:key:zMine'), '']],
    ['but not of an endorsement', { ...about('did:key:zMine'), endorsement: [{ ...about('urn:thing'), type: ['VerifiableCredential', 'EndorsementCredential'] }] }, ['did:key:zMine']],
    ['of what only stands in the place of one', { ...about('did:key:zMine'), endorsement: about('did:key:zOther') }, ['did:key:zMine', 'did:key:zOther']],
  ])('tells the subjects %s', async (_, document, expected) => {
    expect(await subjectsWithin(document, cryptography)).toEqual(expected)
  })
})
