import { parseJsonObject } from 'everlearned/credential'
import type { ExchangeNetwork, HolderKey } from 'everlearned/exchange'
import type { InteractionAbout } from 'everlearned/exchange/vcalm'
import { checkReceived, findRecordKey, keepReceived, openSubjectKey, parseNodeOrigin, requestNode, subjectKeyName, type ReceivedCredential, type WalletRecord } from 'everlearned/holder'
import { knownNameOf, namesIn, parseTrust, trustNobody, type Trust } from 'everlearned/verifier'
import { findHomeNode } from '../home-node.ts'
import type { OpenSession } from '../session.ts'
import type { Counterpart } from './meeting.ts'

/** What every protocol takes: the open wallet, its records, the network and who the node of this wallet knows. */
export interface MeetingContext {
  readonly wallet: OpenSession['context']
  readonly records: readonly WalletRecord[]
  readonly network: ExchangeNetwork
  readonly homeNode: string | undefined
  /** What they said at the address from which everything began. */
  readonly about: InteractionAbout
}

const ask = fetch.bind(globalThis)

/** The network as exchanges use it: https, and without it only the node of this wallet where it is on this very device. */
export async function openNetwork(): Promise<Pick<MeetingContext, 'network' | 'homeNode'>> {
  const homeNode = await findHomeNode()
  return { homeNode, network: { fetch: ask, loopbackOrigins: homeNode === undefined ? [] : [homeNode] } }
}

/** Who it is: the host for certain, a name where the host is the organisation's own address and a registry knows it. */
export async function lookUpCounterpart(url: string, calledName: string | undefined, { about: { organisation }, homeNode, wallet }: MeetingContext): Promise<Counterpart> {
  const { host, origin } = new URL(url)
  const plain = { host, origin, calledName: organisation?.name ?? calledName, knownName: undefined, keyName: `exchange at ${origin}` }
  if (organisation === undefined) return plain
  const { did } = organisation
  const keyName = subjectKeyName(did, origin)
  // An address speaks for names of its own, and the node of this wallet for those that it runs.
  const isTheirs = keyName === did || origin === homeNode
  const trust = isTheirs ? await askHomeNode([did], homeNode, wallet) : trustNobody
  return { ...plain, keyName, knownName: knownNameOf(did, { trust, now: new Date() }) }
}

/** What the node of this wallet knows of somebody, the registry of its network included; nothing when it cannot be asked. */
async function askHomeNode(names: readonly string[], homeNode: string | undefined, { cryptography }: MeetingContext['wallet']): Promise<Trust> {
  if (homeNode === undefined) return trustNobody
  try {
    const [file, own] = await Promise.all([requestNode(`${homeNode}/api/trust`, ask, { method: 'POST', body: { names } }), requestNode(`${homeNode}/api/issuers`, ask)])
    const [trust, { issuers }] = [await parseTrust(JSON.stringify(file), cryptography), await parseTrust(JSON.stringify(own), cryptography)]
    return { ...trust, issuers: [...trust.issuers, ...issuers] }
  } catch {
    // Offline, or an answer that makes no sense: then nobody is known.
    return trustNobody
  }
}

/** The keys with which a counterpart may know the person, best first. */
export function keysFor({ keyName }: Counterpart, { wallet }: MeetingContext): Promise<readonly HolderKey[]> {
  return Promise.all((['Ed25519', 'P-256'] as const).map(async (type) => {
    const { signingKey, did, verificationMethod } = await openSubjectKey(keyName, { ...wallet, type })
    return { key: signingKey, did, verificationMethod }
  }))
}

/** The key that a record is about; where it is of none here, one that proves no more than that a copy is held. */
export async function keyOfRecord(record: WalletRecord, who: Counterpart, context: MeetingContext): Promise<HolderKey> {
  const own = await findRecordKey(record, context.wallet)
  if (own !== undefined) return { key: own.signingKey, did: own.did, verificationMethod: own.verificationMethod }
  const [first] = await keysFor(who, context)
  if (first === undefined) throw new TypeError('a wallet has keys')
  return first
}

/** By which key each record knows the person; one that names no key of theirs is known by itself. */
export function keysOf(records: readonly WalletRecord[], wallet: MeetingContext['wallet']): Promise<readonly string[]> {
  return Promise.all(records.map(async (record) => (await findRecordKey(record, wallet))?.did ?? record.id))
}

/** Checks what came, with what its issuer publishes. */
export async function check(texts: readonly string[], holder: string, { wallet, homeNode }: MeetingContext): Promise<readonly ReceivedCredential[]> {
  const names = texts.flatMap(namesOf)
  const trust = await askHomeNode(names, homeNode, wallet)
  return Promise.all(texts.map((text) => checkReceived(text, holder, { cryptography: wallet.cryptography, now: new Date(), trust, fetchDocument: (url) => requestNode(url, ask) })))
}

function namesOf(text: string): readonly string[] {
  try {
    return namesIn(parseJsonObject(text))
  } catch {
    // A token: whoever signed it stays a stranger.
    return []
  }
}

/** Keeps what the person wants to keep, also what failed when they insist. */
export async function keep(received: ReceivedCredential, who: Counterpart, wallet: MeetingContext['wallet']): Promise<WalletRecord> {
  return keepReceived(received, { origin: await nodeFor(who), insists: true, keyName: who.keyName }, { ...wallet, now: new Date() })
}

/** The node through which shares of a record from there go: theirs, if it is a node like ours. */
async function nodeFor({ origin }: Counterpart): Promise<string> {
  try {
    const card = await requestNode(`${parseNodeOrigin(origin)}/api/node`, ask)
    if (typeof card === 'object' && card !== null && 'walletBaseUrl' in card) return origin
  } catch {
    // Some other system.
  }
  return await findHomeNode() ?? origin
}
