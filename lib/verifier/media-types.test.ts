import { describe, expect, it } from 'vitest'
import { bundleMediaType } from './bundle.ts'
import { fileEndings, findMediaType, mediaTypes } from './media-types.ts'

describe('the table of media types', () => {
  it('has each name and each ending once', () => {
    for (const names of [mediaTypes.map(({ name }) => name), fileEndings]) expect(new Set(names).size).toBe(names.length)
  })

  it('knows badges and learner records by their own endings, and the share file', () => {
    expect(fileEndings).toEqual(expect.arrayContaining(['.1ob', '.1clr', '.json', '.png', '.svg', '.jwt']))
    expect(findMediaType(bundleMediaType)?.holds).toBe('bundle')
  })

  it('finds a type whatever its letters and parameters, and nothing in what is none', () => {
    expect(findMediaType('Application/VC; charset=utf-8')).toMatchObject({ name: 'application/vc', holds: 'credential' })
    expect(findMediaType('application/vp+cose')).toMatchObject({ holds: 'presentation', securing: 'cose' })
    for (const text of ['', ';', 'constructor', 'application/pdf']) expect(findMediaType(text)).toBeUndefined()
  })
})
