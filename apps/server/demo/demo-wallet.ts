import { webCryptography } from 'everlearned/crypto'
import { parseClaimLink } from 'everlearned/exchange/claim'
import {
  claimCredential, createMemoryWalletStorage, deriveWalletKeys, describeCredential, fetchClaimOffer, formatBackup, formatShareLink, makeBundle, makeShare, seedLength,
  type WalletRecord,
} from 'everlearned/holder'

/** What a person of the demonstration ends up with. */
export interface DemoWallet {
  /** The wallet as a backup file that the wallet's page restores. */
  readonly backup: string
  readonly shareLink: string
}

const shareDays = 30

/** Claims every link into a new wallet, shares one record, and writes the wallet as a backup. */
export async function makeDemoWallet(links: readonly string[], person: { readonly shares: string; readonly passphrase: string }, node: string): Promise<DemoWallet> {
  const seed = webCryptography.randomBytes(seedLength)
  const now = new Date()
  const wallet = { keys: await deriveWalletKeys(seed), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now }
  const records: WalletRecord[] = []
  for (const text of links) {
    const link = parseClaimLink(text)
    records.push(await claimCredential({ link, offer: await fetchClaimOffer(link, fetch) }, wallet))
  }
  const shared = records.find(({ credential }) => describeCredential(credential).name === person.shares) ?? records[0]
  if (shared === undefined) throw new TypeError('makeDemoWallet() needs a link')
  const expiresAt = new Date(now.getTime() + shareDays * 24 * 3_600_000)
  const share = await makeShare({ recordId: shared.id, bundle: await makeBundle(shared, wallet), node, expiresAt, note: 'Demonstration' }, wallet)
  return { backup: await formatBackup({ ...wallet, seed, passphrase: person.passphrase }), shareLink: formatShareLink(share) }
}
