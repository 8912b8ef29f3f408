/**
 * S2, the half in which Michael shares. Ten years of caring for a sick child, a church roof paid for, sixty parents brought together: he
 * tells it in his own words, two people vouch for a part of it, and an employer in community health gets what he chose. An attacker who
 * reads every byte of that learns neither the child's name nor the illness.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBase64url } from 'everlearned/encoding'
import type { LifeKind } from 'everlearned/holder'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatNumber } from '../apps/web/locale.ts'
import { endorsements } from '../apps/web/messages/endorsements.ts'
import { ownWord } from '../apps/web/messages/own-word.ts'
import { printedResume } from '../apps/web/messages/printed-resume.ts'
import { verify } from '../apps/web/messages/verify.ts'
import { vouch } from '../apps/web/messages/vouch.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletLife } from '../apps/web/messages/wallet-life.ts'
import { walletRecord } from '../apps/web/messages/wallet-record.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { walletTimeline } from '../apps/web/messages/wallet-timeline.ts'
import { walletVouch } from '../apps/web/messages/wallet-vouch.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessible, phone } from './accessible.ts'
import { keepPicture } from './keep-picture.ts'
import { languagesOf, speak } from './languages.ts'
import { openPagesNode, type PagesNode } from './pages-node.ts'
import { runLer } from './run-ler.ts'
import { askToVouch, makeWalletHere, press, vouchByLink, type Word } from './vouching.ts'

/** What Michael says of one part of his life. */
interface Told {
  readonly kind: LifeKind
  readonly what: string
  readonly where: string
  readonly from: string
  readonly to: string
  readonly story: string
  readonly skills: string
}

const lives = {
  en: {
    name: 'Michael Okafor', purpose: 'Harbour Community Health, helper for families',
    care: { kind: 'caregiving', what: 'Full-time care at home', where: 'At home', from: '2016', to: '2026', story: 'My son Leopold has cystic fibrosis. I gave his treatments twice a day.', skills: 'Keeping a plan of treatments\nTalking with doctors' },
    roof: { kind: 'volunteering', what: 'Raised 48,000 dollars for a new roof', where: 'Saint Brendan Church', from: '2018', to: '2020', story: 'I planned twelve suppers and wrote to ninety givers.', skills: 'Fundraising\nKeeping accounts' },
    network: { kind: 'volunteering', what: 'Brought sixty households together', where: 'A group of neighbours', from: '2019', to: '2026', story: 'We share lifts, equipment and good advice.', skills: 'Organising people' },
    secrets: ['Leopold', 'fibrosis', 'My son', 'Brendan'],
  },
  ar: {
    name: 'ميخائيل عوّاد', purpose: 'مركز الميناء الصحي، مساعدة الأسر',
    care: { kind: 'caregiving', what: 'رعاية متفرغة في البيت', where: 'في البيت', from: '2016', to: '2026', story: 'ابني زكريا مصاب بالتليف الكيسي. كنت أعطيه علاجه مرتين كل يوم.', skills: 'تنظيم خطة يومية\nالحديث مع الأطباء' },
    roof: { kind: 'volunteering', what: 'جمعت 48000 دولار لسقف جديد', where: 'كنيسة مار جرجس', from: '2018', to: '2020', story: 'نظمت اثنتي عشرة أمسية وكتبت إلى تسعين متبرعًا.', skills: 'جمع التبرعات\nمسك الحسابات' },
    network: { kind: 'volunteering', what: 'جمعت ستين بيتًا في شبكة واحدة', where: 'مجموعة من الجيران', from: '2019', to: '2026', story: 'نتبادل النقل والأجهزة والنصائح الجيدة.', skills: 'تنظيم الناس' },
    secrets: ['زكريا', 'التليف', 'ابني', 'جرجس'],
  },
} as const satisfies Record<string, { readonly name: string; readonly purpose: string; readonly care: Told; readonly roof: Told; readonly network: Told; readonly secrets: readonly string[] }>

const folder = makeTemporaryFolder('ler-s2-')
let node: PagesNode
let browser: Browser

beforeAll(async () => {
  ;[node, browser] = await Promise.all([openPagesNode('Harbour Adult School'), launchBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await node?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function newPage(locale: string, viewport: { readonly width: number; readonly height: number } = phone): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, acceptDownloads: true, serviceWorkers: 'block' })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

/** Everything that can be read out of a text: as it stands, with its escapes resolved, and with everything decoded that decodes. */
function readAll(text: string): string {
  const decoded = [...text.matchAll(/[A-Za-z0-9_-]{16,}/g)].map(([run]) => {
    try {
      return new TextDecoder().decode(decodeBase64url(run))
    } catch {
      return ''
    }
  })
  return [text, text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))), ...decoded].map(plain).join('\n')
}

/** However it was written: letters alone, joined or not, without marks of direction. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/[ً-ٰٕ‎‏؜‪-‮⁦-⁩\s]/g, '').toLowerCase()

const secretsIn = (text: string, secrets: readonly string[]): readonly string[] => { const read = readAll(text); return secrets.filter((secret) => read.includes(plain(secret))) }

/** The words of a PDF as programs take them out; its bytes alone where there is no such program. */
const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined
const wordsOf = (pdf: Buffer): string => `${pdf.toString('latin1')}\n${hasPoppler ? execFileSync('pdftotext', ['-enc', 'UTF-8', '-', '-'], { input: pdf, encoding: 'utf8' }) : ''}`

describe.each(languagesOf('ar'))('S2 in $name: Michael shares', ({ language, locale }) => {
  const { name, purpose, care, roof, network, secrets } = lives[language]
  const told = [care, roof, network] as const
  let michael: Page
  const look = async (page: Page, picture: string): Promise<void> => {
    await expectAccessible(page)
    await keepPicture(page, `s2-${picture}-${language}`)
  }
  const go = (to: string): Promise<void> => michael.getByRole('link', { name: to, exact: true }).first().click()
  /** Its name is followed by what it might be about. */
  const box = (part: string): Locator => michael.getByRole('checkbox', { name: part })
  const next = (): Promise<void> => press(michael, walletLife.write.next)

  /** Answers one question after the other, as far as the one about what is private. */
  async function tell({ kind, what, where, from, to, story, skills }: Told, isFirst: boolean): Promise<void> {
    await michael.getByLabel(walletTimeline.kinds[kind], { exact: true }).check()
    if (isFirst) await look(michael, 'kind')
    await next()
    await michael.getByLabel(walletLife.write.what[kind]).fill(what)
    await michael.getByLabel(walletLife.write.where).fill(where)
    if (isFirst) await look(michael, 'what')
    await next()
    await michael.getByRole('group', { name: walletLife.write.from }).getByLabel(walletLife.write.year).fill(from)
    await michael.getByRole('group', { name: walletLife.write.to }).getByLabel(walletLife.write.year).fill(to)
    if (isFirst) await look(michael, 'when')
    await next()
    await michael.getByLabel(walletLife.write.story).fill(story)
    await next()
    await michael.getByLabel(walletLife.write.skills).fill(skills)
    await next()
    await michael.getByText(walletLife.write.private).waitFor()
  }

  it('tells his story in his own words; what is about health, family or religion is marked as private before he asks', async () => {
    await speak(language)
    michael = await newPage(locale)
    await michael.goto(`${node.walletUrl}/life/new`)
    await press(michael, wallet.first.make)
    await makeWalletHere(michael)
    for (const each of told) {
      await tell(each, each === care)
      const marked = { [walletLife.parts.story]: each === care, [walletLife.parts.where]: each === roof, [walletLife.parts.what]: false }
      for (const [part, isMarked] of Object.entries(marked)) expect({ part, isMarked: await box(part).isChecked() }).toEqual({ part, isMarked })
      if (each === care) await look(michael, 'private')
      await next()
      if (each === care) await look(michael, 'check')
      await press(michael, walletLife.write.confirm)
      await michael.getByText(walletLife.entry.doneHeading).waitFor()
      if (each === care) await look(michael, 'entry')
      if (each === network) break
      await go(wallet.home)
      await go(wallet.list.add)
      await michael.getByRole('link', { name: walletLife.add.write }).click()
      await michael.getByText(walletLife.write.kind).waitFor()
    }
    await go(wallet.home)
    await michael.getByRole('heading', { name: care.what }).waitFor()
    await look(michael, 'list')
  })

  it('asks three people about the roof: two vouch, one says no, and two are enough', async () => {
    await michael.getByRole('heading', { name: roof.what }).click()
    await go(walletVouch.ask)
    await michael.getByLabel(walletVouch.enough).selectOption({ label: formatNumber(2) })
    const rosa: Word = { name: 'Rosa Diaz', address: 'rosa@treasurer.example', statement: 'I kept the accounts. The sum is right.', relation: 'treasurer', since: '2018' }
    const paul: Word = { name: 'Paul Nwosu', address: 'paul@neighbours.example', statement: 'I cooked for the suppers that he planned.', relation: 'worked-beside', since: '2018-09' }
    const asked = [await askToVouch(michael, { who: rosa.name, address: rosa.address, asker: name })]
    for (const who of [paul.name, 'Ana']) {
      await press(michael, walletVouch.ask)
      asked.push(await askToVouch(michael, { who, asker: name }))
    }
    await look(michael, 'asked')
    const [first = '', second = '', third = ''] = asked
    const friend = await newPage(locale)
    await vouchByLink(friend, first, { word: rosa, node, look: async (page) => { await look(page, `vouch-${++pages}`) } })
    expect(secretsIn(await friend.locator('body').innerText(), secrets)).toEqual([])
    await vouchByLink(friend, second, { word: paul, node })
    await friend.goto(third)
    await press(friend, vouch.no)
    await friend.getByRole('heading', { name: vouch.saidNo }).waitFor()
    await look(friend, 'said-no')
    await friend.context().close()
    await go(roof.what)
    await go(walletVouch.heading)
    await michael.getByText(walletVouch.reached).waitFor()
    expect(await michael.getByText(endorsements.level.endorsed).count()).toBe(2)
    await michael.getByText(walletVouch.sameAddress).waitFor()
    await look(michael, 'vouched')
  })

  it('shows the roof to whoever has the link: in his own words, endorsed by two, and not where it was', async () => {
    await go(roof.what)
    await go(walletRecord.share)
    await michael.getByText(walletShare.previewHeading).waitFor()
    expect(await box(walletLife.parts.where).isChecked()).toBe(false)
    await michael.getByLabel(walletShare.note).fill(purpose)
    await look(michael, 'share')
    await press(michael, walletShare.make)
    const link = await michael.getByLabel(walletShare.link, { exact: true }).inputValue()
    await look(michael, 'shared')
    const reader = await newPage(locale, desk)
    await reader.goto(link)
    await reader.getByRole('heading', { name: ownWord.vouched }).waitFor()
    for (const text of [verify.sentences.assessed.endorsed, 'Rosa Diaz', 'Paul Nwosu']) await reader.getByText(text).first().waitFor()
    await look(reader, 'reader')
    expect(secretsIn(await reader.content(), secrets)).toEqual([])
    await reader.context().close()
  })

  it('gives an employer a résumé, its link and a file; no byte of them tells of the child, the illness or the church', async () => {
    await go(wallet.home)
    await go(wallet.list.resume)
    await michael.getByLabel(printedResume.name).fill(name)
    await michael.getByLabel(walletShare.note).fill(purpose)
    await look(michael, 'resume-choice')
    await press(michael, printedResume.make)
    await michael.getByText(printedResume.ready).waitFor()
    await look(michael, 'resume')
    const paper = await michael.locator('article').innerText()
    for (const { what } of told) expect(paper).toContain(what)
    const link = await michael.getByLabel(walletShare.link, { exact: true }).inputValue()
    await michael.getByText(printedResume.more).click()
    const file = join(folder, `michael-${language}.bundle.json`)
    const [download] = await Promise.all([michael.waitForEvent('download'), press(michael, printedResume.bundle)])
    await download.saveAs(file)
    const pdf = await michael.pdf({ tagged: true, format: 'A4' })
    const recruiter = await newPage(locale, desk)
    await recruiter.goto(link)
    await recruiter.getByRole('heading', { name: care.what }).waitFor()
    await look(recruiter, 'recruiter')
    const everything = { file: readFileSync(file, 'utf8'), paper: `${paper}${await michael.content()}`, pdf: wordsOf(pdf), page: await recruiter.content(), link: decodeURIComponent(link) }
    for (const [where, text] of Object.entries(everything)) expect({ where, found: secretsIn(text, [...secrets, purpose]) }).toEqual({ where, found: [] })
    expect(await runLer('verify', file, '--json')).toMatchObject({ exitCode: 0 })
    await recruiter.context().close()
  })

  it('would tell it in a copy made carelessly, so the attacker is no straw man', async () => {
    await go(wallet.home)
    await michael.getByRole('heading', { name: care.what }).click()
    await go(walletRecord.share)
    await box(walletLife.parts.story).check()
    const [download] = await Promise.all([michael.waitForEvent('download'), press(michael, walletShare.file)])
    expect(secretsIn(readFileSync(await download.path(), 'utf8'), secrets)).toEqual(secrets.slice(0, 3))
  })

  let pages = 0
})
