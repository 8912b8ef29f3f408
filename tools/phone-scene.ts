/** What pages are measured with: a node that has a record for somebody, and a wallet that has many. */
import type { Page } from 'playwright-core'
import { walletRestore, walletSettings } from '../apps/web/messages/wallet-settings.ts'
import { wallet as words } from '../apps/web/messages/wallet.ts'
import { wordsReady } from '../apps/web/messages/words.ts'
import { graduatesCsv } from '../stories/graduates.ts'
import type { NodeProcess } from '../stories/node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode } from '../stories/registrar.ts'
import { backupOfMany } from './many-records.ts'

const achievement = 'Certificate in Supply Chain Operations'
/** Opens the wallet that was filled. */
export const scenePassphrase = 'four brass kettles sing'

/** Finds the first record of the wallet's list. */
export const firstCard = 'ul.cards a.card-whole'

/** Sets the node up and issues a record; answers its claim link. */
export async function issueOne(page: Page, node: NodeProcess): Promise<string> {
  await setUpNode(page, node.setUpLink ?? '', 'Riverside Community College')
  await describeAchievement(page, achievement)
  await bringList(page, achievement, { name: 'graduates.csv', csv: `${graduatesCsv(1)}Sofia,Reyes,sofia.reyes@people.example,2026-05-12\r\n` })
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await page.getByRole('button', { name: /^Issue / }).click()
  await page.getByText(/are ready$/).first().waitFor()
  await openClaim(page, 'Sofia Reyes')
  return claimLinkOf(page)
}

/** Puts the records back from a backup, and adds the lock of the device, so that no typing is measured. */
export async function fillWallet(page: Page, node: NodeProcess, recordCount: number): Promise<void> {
  await wordsReady()
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await page.goto(`${node.walletUrl}/restore`)
  await page.locator('input[type=file]').setInputFiles({ name: 'everlearned-backup.json', mimeType: 'application/json', buffer: Buffer.from(await backupOfMany(recordCount, scenePassphrase)) })
  await page.getByLabel(walletRestore.passphrase).fill(scenePassphrase)
  await page.getByRole('button', { name: walletRestore.done }).click()
  await page.locator(firstCard).first().waitFor()
  await page.getByRole('link', { name: words.settings }).click()
  await page.getByRole('button', { name: walletSettings.addDevice }).click()
  await page.getByText(walletSettings.methodAdded).waitFor()
}

