/** What a registrar does in the console, step by step, as a person would. */
import type { Page } from 'playwright-core'

export const passphrase = 'four brass kettles sing'

/** Opens the set-up link and makes the owner and the first organisation. */
export async function setUpNode(page: Page, link: string, organisation: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name', { exact: true }).fill('Rosa Quispe')
  await page.getByLabel('Login name').fill('rosa')
  await page.getByLabel('Name of the organisation').fill(organisation)
  await page.getByRole('radio', { name: /With a passphrase/ }).check()
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: organisation, level: 1 }).waitFor()
}

/** Signs in on a node that is set up. */
export async function signIn(page: Page, node: string): Promise<void> {
  await page.goto(`${node}/login`)
  await page.getByLabel('Login name').fill('rosa')
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('region', { name: 'Your records at a glance' }).waitFor()
}

/** Describes what graduates achieved. */
export async function describeAchievement(page: Page, name: string, kind?: string): Promise<void> {
  await openMenuItem(page, 'Achievements')
  await page.getByRole('heading', { name: 'Achievements', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Describe an achievement' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  if (kind !== undefined) await page.getByLabel('What is it?').selectOption({ label: kind })
  await page.getByLabel('What does it say about a person?').fill('Plans, moves and accounts for goods across a supply chain.')
  await page.getByLabel('What did they have to do for it?').fill('Four courses passed and a capstone plan defended before two assessors.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name, exact: true }).waitFor()
}

/** Brings a list as far as the last look before anything is signed. */
export async function bringList(page: Page, achievement: string, file: { readonly name: string; readonly csv: string | Buffer }): Promise<void> {
  await openMenuItem(page, 'Issue records')
  await page.getByLabel('What did they achieve?').selectOption({ label: achievement })
  await page.locator('input[type=file]').setInputFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.csv) })
  await page.getByRole('heading', { name: 'What is in each column?' }).waitFor()
}

/** Follows a link of the console's menu, which a phone keeps behind a button. */
export async function openMenuItem(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' })
  if (await menu.isVisible()) await menu.click()
  await page.getByRole('navigation', { name: 'Your desk' }).getByRole('link', { name, exact: true }).click()
}

/** Opens the first person whom a search of the claim desk finds. */
export async function openClaim(page: Page, name: string): Promise<void> {
  await openMenuItem(page, 'Claim desk')
  await page.getByLabel('Search by name or e-mail address').fill(name)
  await page.getByRole('table').getByRole('link', { name }).first().click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

/** The claim link on the page of a person. */
export async function claimLinkOf(page: Page): Promise<string> {
  return page.getByRole('textbox', { name: 'Claim link' }).inputValue()
}
