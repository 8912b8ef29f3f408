import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findByLoginName, insertAccount } from '../accounts/accounts.ts'
import { createApiKey, revokeApiKey } from '../accounts/api-keys.ts'
import { approveOrganisation } from '../accounts/operators.ts'
import { createOrganisation } from '../accounts/organisations.ts'
import { hashPassphrase } from '../accounts/passphrase.ts'
import type { Config } from '../config.ts'
import type { NodeDependencies } from '../context.ts'
import { type RunningNode, serve } from '../serve.ts'
import { DataFolderError } from '../data-folder.ts'
import { makeDemoWallet } from './demo-wallet.ts'
import { type IssuedClaim, issueFile } from './issue-file.ts'
import { demoIssues, demoPeople, type DemoIssue } from './network.ts'
import { createNodeClient, DemoError } from './node-client.ts'
import { openDependencies } from './open-dependencies.ts'

const loginName = 'demo'

/**
 * Fills a node with the demonstration network by running the real operations, and prints the story and its links.
 *
 * Whoever can start this command holds the data folder and the key file: it makes the demonstration's owner
 * and organisations there, and does everything after that over HTTP like any program. A node that runs is
 * used; otherwise one runs for as long as this takes.
 */
export async function demo(config: Config, print: (line: string) => void): Promise<void> {
  const node = await startedUnlessRunning({ ...config, logLevel: 'warn' })
  try {
    const { dependencies, close } = await openDependencies(config)
    try {
      await fill(dependencies, print)
    } finally {
      await close()
    }
  } finally {
    await node?.stop()
  }
}

async function startedUnlessRunning(config: Config): Promise<RunningNode | undefined> {
  try {
    return await serve(config, () => undefined)
  } catch (cause) {
    if (!(cause instanceof DataFolderError) || cause.code !== 'data-folder/in-use') throw cause
    if (await answers(config)) return undefined
    throw new DemoError('demo/node-elsewhere', `Cannot fill node: one runs on ${config.dataFolder}, but not at ${config.publicBaseUrl}; give the settings that it was started with, such as --port and --wallet-port`)
  }
}

async function answers({ publicBaseUrl }: Config): Promise<boolean> {
  return fetch(`${publicBaseUrl}/health`).then(({ ok }) => ok, () => false)
}

async function fill(context: NodeDependencies, print: (line: string) => void): Promise<void> {
  const { config } = context
  if (await findByLoginName(loginName, context) !== undefined) throw new DemoError('demo/there-already', 'Cannot fill node: the demonstration network is on it already')
  const passphrase = makePassphrase()
  const accountId = await insertAccount({ id: randomUUID(), loginName, displayName: 'Demonstration', passphraseHash: await hashPassphrase(passphrase), passkey: null }, context)
  const claims: IssuedClaim[] = []
  for (const issue of demoIssues) {
    const issued = await issueAs(issue, accountId, context)
    print(`${issue.organisation}: ${issue.others + issue.people.length} × "${issue.achievement.name}"`)
    claims.push(...issued)
  }
  const folder = join(config.dataFolder, 'demo')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const person of demoPeople) {
    const links = claims.filter(({ email }) => email === person.email).map(({ link }) => link)
    const { backup, shareLink } = await makeDemoWallet(links, { shares: person.shares, passphrase }, config.publicBaseUrl)
    const file = join(folder, `${person.name.split(' ')[0]?.toLowerCase() ?? 'wallet'}.wallet.json`)
    writeFileSync(file, backup, { mode: 0o600 })
    for (const line of ['', `${person.name}: ${person.story}.`, `  holds ${links.length} records; their wallet to restore at ${config.walletBaseUrl}: ${file}`, `  shares "${person.shares}": ${shareLink}`]) print(line)
  }
  const open = claims.find(({ email }) => !demoPeople.some((person) => person.email === email))
  print('')
  if (open !== undefined) print(`A link that nobody has claimed yet: ${open.link}`)
  print(`The issuers' console: ${config.publicBaseUrl}/login, login name "${loginName}"`)
  print(`Passphrase of that login and of both wallets, shown this once: ${passphrase}`)
}

/** Makes the organisation and a key that lives only for this file. */
async function issueAs(issue: DemoIssue, accountId: string, context: NodeDependencies): Promise<readonly IssuedClaim[]> {
  const organisation = await createOrganisation({ name: issue.organisation, sector: issue.sector }, accountId, context)
  // Nobody has set this node up yet who could approve it, and whoever starts this command holds the node anyway.
  await approveOrganisation(organisation.id, context)
  const { id, key } = await createApiKey(organisation.id, 'Demonstration', context)
  try {
    return await issueFile(issue, organisation.id, createNodeClient(context.config.publicBaseUrl, key))
  } finally {
    await revokeApiKey(organisation.id, id, context)
  }
}

/** 80 bits in groups that a person can copy from a screen. */
function makePassphrase(): string {
  return (randomBytes(10).toString('hex').match(/.{5}/g) ?? []).join('-')
}
