import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CredentialError } from './credential-error.ts'
import { bakeSvg, readBakedSvg } from './baked-svg.ts'

const samples = new URL('../../../shared/data/standards/open-badges-3.0/samples/1edtech-validator/', import.meta.url)
const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b"><circle r="1"/></svg>'

describe('bakeSvg()', () => {
  it('gives back exactly what was baked in, and replaces what was there', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify({ value, tricky: ']]> <!-- x --> </openbadges:credential> &amp;' })
      expect(readBakedSvg(bakeSvg(bakeSvg(svg, '{"before":1}'), text))).toBe(text)
    }), { seed: 1 })
  })

  it('refuses what is no image', () => {
    for (const text of ['', '<html></html>', '<svg', '<svg/>']) expect(() => bakeSvg(text, '{}')).toThrow(expect.objectContaining({ code: 'credential/image-malformed' }))
  })
})

describe('readBakedSvg()', () => {
  const shell = (inside: string): string => `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">${inside}</svg>`

  it('reads badges before 3.0, as JSON, a token or an address, and replaces them by new ones', () => {
    expect(readBakedSvg(shell('<openbadges:assertion verify="https://x.example/1"><![CDATA[{"a":1}]]></openbadges:assertion>'))).toBe('{"a":1}')
    expect(readBakedSvg(shell('<openbadges:assertion verify="https://x.example/1"/>'))).toBe('https://x.example/1')
    expect(readBakedSvg(bakeSvg(shell('<openbadges:assertion verify="a.b.c"></openbadges:assertion><g/>'), '{}'))).toBe('{}')
    expect(() => readBakedSvg(shell('<openbadges:assertion verify="a.b.c"/><openbadges:credential verify="a.b.c"/>'))).toThrow(expect.objectContaining({ code: 'credential/image-ambiguous' }))
    expect(() => readBakedSvg(shell('<openbadges:assertion>{}</openbadges:credential>'))).toThrow(expect.objectContaining({ code: 'credential/image-malformed' }))
  })

  it('reads a token out of the attribute, and text with entities', () => {
    expect(readBakedSvg(shell('<openbadges:credential verify="a.b.c"></openbadges:credential>'))).toBe('a.b.c')
    expect(readBakedSvg(shell("<openbadges:credential verify='a.b.c'/>"))).toBe('a.b.c')
    expect(readBakedSvg(shell('<openbadges:credential>{&quot;a&quot;:&quot;&amp;lt;&quot;}</openbadges:credential>'))).toBe('{"a":"&lt;"}')
  })

  it('finds nothing in a plain image or a comment', () => {
    expect(readBakedSvg(svg)).toBeUndefined()
    expect(readBakedSvg(shell('<!-- <openbadges:credential verify="a.b.c"/> -->'))).toBeUndefined()
    expect(readBakedSvg(shell('<openbadges:credential/>'))).toBeUndefined()
  })

  it('refuses two credentials and cut off images', () => {
    const one = '<openbadges:credential verify="a.b.c"/>'
    expect(() => readBakedSvg(shell(one + one))).toThrow(expect.objectContaining({ code: 'credential/image-ambiguous' }))
    for (const cut of ['<openbadges:credential verify="', '<openbadges:credential>', '<openbadges:credential><![CDATA[', '<!-- ']) {
      expect(() => readBakedSvg(`<svg>${cut}`)).toThrow(expect.objectContaining({ code: 'credential/image-malformed' }))
    }
  })

  it('reads hostile images in one pass', () => {
    const began = performance.now()
    for (const piece of ['<openbadges:credential ', '<!--', '<openbadges:credential><![CDATA[']) {
      expect(() => readBakedSvg(`<svg>${piece.repeat(200_000)}`)).toThrow(CredentialError)
    }
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it.skipIf(!existsSync(samples))('reads the published images: one with JSON, one with a token', () => {
    expect(JSON.parse(readBakedSvg(readFileSync(new URL('simple-json.svg', samples), 'utf8')) ?? '')).toHaveProperty('credentialSubject')
    expect(readBakedSvg(readFileSync(new URL('simple-jwt.svg', samples), 'utf8'))).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })
})
