import { parseArgs } from 'node:util'
import { parseDateTime } from 'everlearned/credential'
import { parsePolicy } from 'everlearned/ledger'
import { blobFinder, createDocumentFetch, createGuardedFetch, nativeCryptography as cryptography, type FetchLimits } from 'everlearned/node'
import { fileEndings, verdictToJson, verify } from 'everlearned/verifier'
import type { Report, Verdict } from 'everlearned/verifier'
import type { Command, Ending } from '../command.ts'
import { InputError, printResult, UsageError } from '../command.ts'
import { readBytes, readDocuments } from '../files.ts'
import { readCardPicture } from '../read-card-picture.ts'
import { describeCopy, readTrust, type GivenTrust } from '../read-trust.ts'

export const verifyCommand: Command = {
  help: `ler verify FILE [--documents MAP] [--trust NAME|FILE] [--holder DID|EMAIL] [--at TIME]
    Answers eleven questions about FILE (- for standard input), which may end in
    ${fileEndings.join(' ')}. Offline unless --online is given.
    A photo or scan of a card on paper (.png, .jpg, up to 50 million points) is read by its codes; all of them must be in it.

  --documents MAP   a JSON object from URL or DID to the path of a file, or a folder with such an index.json
  --trust NAME|FILE known-issuer, accredited or integrity-only, or a file { "issuers": [{ "did", "name" }], "logs": [], "policy",
                    "networks": [{ "name", "policy", "registry" }], "accreditors", "registries" }, or a folder that
                    ler ledger join or mirror has filled: its network and registry, up to its last final checkpoint, and the
                    last status lists; may be given several times;
                    the exit code then tells whether it is accepted: 0 yes, 1 no, 2 unknown
  --holder WHO      the DID or e-mail address that it should belong to
  --at TIME         judges for that moment, for example 2026-11-21T12:00:00Z
  --challenge C     what a presentation must repeat; --domain D whom it must be made for
  --evidence FILE   a file of the evidence that the credential names; may be given several times
  --online          fetches what the document names, over https from public addresses; of an issuer that is gone, the last status
                    list from those whom the policies of the networks name
  --allow ORIGIN    fetches from this origin although it is not, for example http://localhost:4000
  --json            the report as one JSON value
Exit code: 0 integrity passed, 1 failed, 2 unknown.`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        documents: { type: 'string' }, trust: { type: 'string', multiple: true }, holder: { type: 'string' }, at: { type: 'string' }, challenge: { type: 'string' }, domain: { type: 'string' },
        evidence: { type: 'string', multiple: true }, online: { type: 'boolean' }, allow: { type: 'string', multiple: true }, json: { type: 'boolean' },
      },
    })
    const [path, ...surplus] = positionals
    if (path === undefined || surplus.length > 0) throw new UsageError('it is ler verify FILE')
    if (path.endsWith('.jsonl')) throw new InputError(`Cannot verify ${path}: it holds a credential a line; this takes one, the third: sed -n 3p ${path} | ler verify -`)
    const { holder, challenge, domain } = values
    if (holder !== undefined && !/^did:|@/.test(holder)) throw new UsageError('--holder must be a DID or an e-mail address')
    const now = readMoment(values.at) ?? console.now
    const [given, documents] = [await readTrust(values.trust), await readDocuments(values.documents)]
    for (const copy of given.copies) console.tell(describeCopy(copy, console.now))
    const { trust } = given
    const evidence = await Promise.all((values.evidence ?? []).map(readBytes))
    const limits = { allowedOrigins: values.allow ?? [] }
    const fetchDocument = values.online === true ? createDocumentFetch(limits) : undefined
    const findBlob = values.online === true ? findAnywhere(given, limits) : given.findBlob
    const verdict = await verify(await readCardPicture(await readBytes(path)), { cryptography, now, documents, fetchDocument, findBlob, trust, holder, challenge, domain, evidence })
    printResult(console, values.json, verdictToJson(verdict), () => describeVerdict(verdict))
    return values.trust === undefined ? endings[verdict.integrity] : endings[verdict.accepted]
  },
}

/** In the folders, else with those whom the policies of the networks name. */
function findAnywhere({ trust: { networks = [] }, findBlob }: GivenTrust, limits: FetchLimits): GivenTrust['findBlob'] {
  const { sha256 } = cryptography
  const urls = networks.flatMap(({ policy }) => parsePolicy(policy, sha256).witnesses.flatMap(({ url }) => url ?? []))
  const fetch = createGuardedFetch(limits)
  const ask = blobFinder({ urls, sha256, fetch: (url, { signal }) => fetch(url, signal === undefined || signal === null ? {} : { signal }) })
  return async (digest) => (await findBlob(digest)) ?? ask(digest)
}

const endings = { passed: 'done', failed: 'failed', unknown: 'unknown', yes: 'done', no: 'failed' } as const satisfies Record<string, Ending>

function readMoment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const moment = parseDateTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  if (moment === undefined) throw new UsageError('--at must be a moment such as 2026-11-21T12:00:00Z')
  return moment
}

const signs = { 'passed': '✓', 'failed': '✗', 'unknown': '?', 'not-applicable': '–' } as const

function describeVerdict(verdict: Verdict): string {
  const { reports, presentation, container } = verdict
  const parts = reports.map((report, index) => [...(reports.length > 1 ? [`Credential ${index + 1} of ${reports.length}`] : []), ...describeReport(report)].join('\n'))
  if (presentation !== undefined) parts.unshift(`${signs[presentation.outcome]} presentation${presentation.reason === undefined ? '' : `: ${presentation.reason}`}`)
  if (reports.length === 0) parts.push(`The ${container} holds no credential.`)
  return parts.join('\n\n')
}

function describeReport(report: Report): readonly string[] {
  const { checks, issuer, standard, level, integrity, accepted, policy, notProven } = report
  return [
    headlineOf(report),
    `Integrity: ${integrity} · accepted under ${policy}: ${accepted} · ${standard} · ${level}`,
    `Issuer: ${issuer.name === null ? 'not known here' : issuer.name}${issuer.id === null ? '' : ` (${issuer.id})`}${issuer.registeredAs === undefined ? '' : `, registered itself as "${issuer.registeredAs}"`}`,
    ...(issuer.isDomainVouched === false ? ['  ! nobody has checked that the domain of its issuer is theirs'] : []),
    ...(issuer.conflicts ?? []).map(({ kind, between }) => `  ! ${between.join(' and ')} differ about its ${kind}`),
    ...(report.ledger === undefined ? [] : [describeLedger(report.ledger)]),
    '',
    ...checks.map(({ check, outcome, reason, code }) => `  ${signs[outcome]} ${check}${reason === undefined ? '' : `: ${reason}${code === undefined ? '' : ` [${code}]`}`}`),
    ...describeContained(report),
    '', 'Not proven:', ...notProven.map((sentence) => `  - ${sentence}`),
  ]
}

function describeLedger({ network, origin, index, cosignedBy }: NonNullable<Report['ledger']>): string {
  const by = cosignedBy.map(({ name, at }) => `${name} ${at}`).join(', ')
  return `Ledger: entry ${index} of ${origin}, ${network === null ? 'signed by a log that is trusted here' : `final in ${network}`}${by === '' ? '' : `; cosigned by ${by}`}`
}

/** What is inside it, one line each: where it stands, its own integrity, and whether it belongs there. */
function describeContained({ contained = [] }: Report): readonly string[] {
  const lines = contained.map(({ pointer, kind, relation, isSignedByContainer, report }) => {
    const own = isSignedByContainer ? 'not signed by itself, but with what contains it' : report.integrity
    return `  ${signs[report.integrity]} ${kind} at ${pointer}: ${own}${relation.outcome === 'failed' ? `; ${relation.reason ?? ''} [${relation.code ?? ''}]` : ''}`
  })
  return lines.length === 0 ? [] : ['', 'Inside it, each by itself:', ...lines]
}

function headlineOf({ integrity, issuer, checks }: Report): string {
  if (integrity === 'failed') return 'Do not rely on this.'
  if (integrity === 'unknown') return 'This could not be checked in full.'
  const isKnown = checks.some(({ check, outcome }) => check === 'issuer-trust' && outcome === 'passed')
  return isKnown ? `Signed by ${issuer.name ?? 'an issuer known here'}.` : 'Signed, but we do not know by whom.'
}
