import { describe, expect, it } from 'vitest'
import { exchangePage, linkInAddress, readWalletLink } from './read-link.ts'

const interaction = 'https://college.example/interactions/7f3c1e?iuv=1'

describe('readWalletLink()', () => {
  it.each([
    interaction, `interaction:${interaction}`, `web+interaction:${interaction}`, 'openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fcollege.example%2Foffers%2F7', 'openid4vp://?client_id=x&request_uri=y',
    'https://wallet.example/?client_id=x&request_uri=y',
  ])('knows the beginning of an exchange: %s', (link) => {
    expect(readWalletLink(`  ${link}\n`)).toEqual({ kind: 'exchange', link })
    expect(linkInAddress(new URL(exchangePage(link), 'https://wallet.example').hash)).toBe(link)
  })

  it('tells a claim link from them, and takes a link out of one to an exchange page', () => {
    expect(readWalletLink('https://college.example/claim/abc')).toEqual({ kind: 'claim', link: 'https://college.example/claim/abc' })
    expect(readWalletLink(`https://wallet.example${exchangePage(interaction)}`)).toEqual({ kind: 'exchange', link: interaction })
  })

  it.each(['', 'hello', 'javascript:alert(1)', 'https://college.example/interactions/7f3c1e', 'data:text/html,x', `${interaction}${'x'.repeat(70_000)}`, 'https://w.example/exchange#link=javascript%3Aalert(1)'])('knows nothing else: %s', (text) => {
    expect(readWalletLink(text)).toBeUndefined()
  })

  it('ends with links that carry links', () => {
    let link = interaction
    for (let level = 0; level < 5; level++) link = `https://w.example${exchangePage(link)}`
    expect(readWalletLink(link)).toEqual({ kind: 'exchange', link: interaction })
  })
})
