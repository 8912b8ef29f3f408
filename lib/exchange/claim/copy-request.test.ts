import { describe, expect, it } from 'vitest'
import { parseCopyRequest, parseCopyResult } from './copy-request.ts'

const request = { credentialId: 'urn:uuid:1', presentation: { type: 'VerifiablePresentation' } }

describe('parseCopyRequest()', () => {
  it('takes a copy in the usual form when none is named', () => {
    expect(parseCopyRequest(request)).toEqual({ ...request, form: 'ecdsa-sd-2023' })
    expect(parseCopyRequest({ ...request, form: 'bbs-2023' })).toMatchObject({ form: 'bbs-2023' })
  })

  it.each([[null], [{}], [{ ...request, form: 'jwt' }], [{ ...request, form: 7 }], [{ ...request, credentialId: 'x'.repeat(129) }], [{ ...request, presentation: 'x' }]])('refuses %j', (value) => {
    expect(() => parseCopyRequest(value)).toThrow(expect.objectContaining({ code: 'claim/malformed' }))
  })
})

describe('parseCopyResult()', () => {
  it('reads the copy and what belongs to it, and nothing else', () => {
    expect(parseCopyResult({ credential: '{}', documents: {}, nonce: 'x' })).toEqual({ credential: '{}', documents: {} })
  })

  it.each([[{}], [{ credential: 1, documents: {} }], [{ credential: '{}', documents: [] }], [{ credential: 'x'.repeat(1_048_577), documents: {} }]])('refuses what is malformed', (value) => {
    expect(() => parseCopyResult(value)).toThrow(expect.objectContaining({ code: 'claim/malformed' }))
  })
})
