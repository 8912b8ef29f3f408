import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sdJwtFormats, type DateOrder } from 'everlearned/issuer'
import type { Command, Console, Ending } from '../command.ts'
import { printResult, required, UsageError } from '../command.ts'
import { writeWhole } from '../files.ts'
import { holdFolder } from '../hold-folder.ts'
import type { IssueReport } from '../issue-report.ts'
import type { NamedKey, Securing } from '../key-file.ts'
import { readAnyKeyFile } from '../key-file.ts'
import { isInParts } from '../securing.ts'
import { spreadPointers } from '../spread-option.ts'

export const issue: Command = {
  help: `ler issue --template FILE --csv FILE --key FILE --out DIR
    Signs one Open Badges 3.0 credential a row and writes each into a file of its own in DIR. The person is named by a salted
    hash of the e-mail address. DIR/report has report.json, which lists every row by its line, and claims-….csv, which says
    whose file is whose. The same command continues where it was interrupted and issues nothing twice. From 2,000 rows on, all
    processors sign, up to eight.
ler issue --input FILE --key FILE --out DIR
    Signs credentials that are not signed yet; may be given several times. issuer.id becomes the DID of the key.
ler issue --csv FILE --node URL --organisation NAME --achievement ID --api-key-file FILE --out DIR
    Lets a node issue the rows: status, ledger and claim links come with it. Touches the network. The claim links go to DIR/report/claims-….csv.

  --template FILE        { "achievement": { "name", "description", "criteria" }, "issuer": { "name", "url" }, "validityMonths" }
  --map FIELD=COLUMN     which column holds a field, by its header or its number from 1; may be given several times
  --date-order mdy|dmy   which comes first in 04/05/2025; asked for when the file does not show it
  --keep-issuer          keeps issuer.id as it is (with --input)
  --cryptosuite NAME     must fit the key, which decides it without this option: eddsa-rdfc-2022 or eddsa-jcs-2022 for Ed25519,
                         ecdsa-rdfc-2019 or ecdsa-jcs-2019 for P-256 and P-384, ecdsa-sd-2023 for P-256: the holder chooses what to show;
                         bbs-2023 for BLS12-381: so too, and copies cannot be linked by their proofs
  --format NAME          a token in place of a proof: dc+sd-jwt (SD-JWT VC) or vc+sd-jwt (data model 2.0 as SD-JWT), for Ed25519, P-256 and
                         P-384; the holder chooses what to show. A subject that is a did:key becomes the key to present it with
  --mandatory POINTER    with ecdsa-sd-2023, bbs-2023 and --format, JSON Pointers to what the holder cannot leave out; several may follow.
                         Without it: types, issuer, validFrom, validUntil, status, and id, type and name of the achievement
                         Where the holder chooses, --csv writes the day of the award as awardedDate alone; validFrom is the moment of issuing
  --second-factor        the node asks for a code as well as the link (with --node)
  --lines                all credentials in one file, one a line, in place of a file each (with --csv); claims-….csv says which line is whose,
                         and sed -n 3p FILE | ler verify - checks the third. Interrupted it leaves no such file, but one that ends in
                         .unfinished, which the same command writes anew
  --dry-run              reads and reports, signs and writes nothing
  --json                 the report as one JSON value
Exit code: 0 when all was issued, 1 when something was refused; the report says what and where.`,
  async run(args, console) {
    const { values } = parseArgs({ args: [...spreadPointers(args, '--mandatory')], options })
    if ((values.csv === undefined) === (values.input === undefined)) throw new UsageError('either --csv or --input')
    const out = values['dry-run'] === true ? undefined : required(values.out, '--out')
    if (values.lines === true && (values.csv === undefined || values.node !== undefined || values.format !== undefined)) throw new UsageError('--lines goes with --csv, without --node and --format')
    // Two at one folder would write into the same files.
    const lock = out === undefined ? undefined : await holdFolder(out)
    try {
      if (out !== undefined) await mkdir(join(out, 'report'), { recursive: true })
      const report = await run(values, out, console)
      if (out !== undefined) await writeWhole(join(out, 'report/report.json'), `${JSON.stringify(report, null, 2)}\n`, 0o600)
      printResult(console, values.json, report, () => describe(report))
      return ending(report)
    } finally {
      lock?.release()
    }
  },
}

const options = {
  csv: { type: 'string' }, input: { type: 'string', multiple: true }, template: { type: 'string' }, key: { type: 'string' }, out: { type: 'string' },
  'map': { type: 'string', multiple: true }, 'date-order': { type: 'string' }, 'keep-issuer': { type: 'boolean' }, 'cryptosuite': { type: 'string' }, 'format': { type: 'string' }, 'mandatory': { type: 'string', multiple: true }, 'dry-run': { type: 'boolean' },
  'node': { type: 'string' }, 'organisation': { type: 'string' }, 'achievement': { type: 'string' }, 'api-key-file': { type: 'string' }, 'second-factor': { type: 'boolean' },
  'json': { type: 'boolean' }, 'lines': { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** Only what an order needs is loaded: whoever hands out rows to threads signs nothing. */
async function run(values: Values, out: string | undefined, console: Console): Promise<IssueReport> {
  if (values.node !== undefined) {
    const { issueOnNode } = await import('../issue-on-node.ts')
    return issueOnNode({
      node: values.node, csvPath: required(values.csv, '--csv'), organisation: required(values.organisation, '--organisation'), achievement: required(values.achievement, '--achievement'),
      keyPath: required(values['api-key-file'], '--api-key-file'), maps: values.map ?? [], dateOrder: dateOrderOf(values), hasSecondFactor: values['second-factor'] === true, out,
    }, console)
  }
  const key = values['dry-run'] === true && values.key === undefined ? undefined : await readAnyKeyFile(required(values.key, '--key'))
  const securing = await securingOf(values, key)
  if (values.csv !== undefined) {
    const { issueFromCsv } = await import('../issue-from-csv.ts')
    return issueFromCsv({ csvPath: values.csv, templatePath: required(values.template, '--template'), key, securing, maps: values.map ?? [], dateOrder: dateOrderOf(values), isInLines: values.lines === true, out }, console)
  }
  const { issueFromDocuments } = await import('../issue-from-documents.ts')
  return issueFromDocuments({ paths: values.input ?? [], key, securing, isIssuerKept: values['keep-issuer'] === true, out }, console)
}

async function securingOf({ cryptosuite, format, mandatory: mandatoryPointers }: Values, key: NamedKey | undefined): Promise<Securing> {
  const fitting = cryptosuite === undefined || key === undefined ? undefined : (await import('everlearned/credential')).issuingCryptosuites(key.signingKey.publicKey.type)
  if (cryptosuite !== undefined && fitting?.includes(cryptosuite) === false) {
    throw new UsageError(`--cryptosuite ${JSON.stringify(cryptosuite.slice(0, 40))} is not available for this key; it signs with ${fitting.join(', ')}`)
  }
  const securing = { cryptosuite, format: sdJwtFormats.find((name) => name === format), mandatoryPointers }
  if (format !== undefined && (securing.format === undefined || cryptosuite !== undefined)) throw new UsageError(`--format must be ${sdJwtFormats.join(' or ')}, without --cryptosuite`)
  if (securing.format !== undefined && key?.signingKey.publicKey.type === 'BLS12-381') throw new UsageError('--format needs a key of Ed25519, P-256 or P-384')
  if (mandatoryPointers !== undefined && !isInParts(securing, key)) throw new UsageError('--mandatory needs --cryptosuite ecdsa-sd-2023 or bbs-2023, or --format')
  return securing
}

function dateOrderOf(values: Values): DateOrder | undefined {
  const order = values['date-order']
  if (order !== undefined && order !== 'mdy' && order !== 'dmy') throw new UsageError('--date-order must be mdy or dmy')
  return order
}

function ending({ counts }: IssueReport): Ending {
  return counts.refused + counts.duplicates > 0 ? 'failed' : 'done'
}

function describe({ counts: { issued, alreadyIssued, refused, duplicates }, errors, isDryRun, folder }: IssueReport): string {
  const repeated = `${duplicates} ${duplicates === 1 ? 'duplicate' : 'duplicates'}`
  const done = isDryRun ? `${issued} would be issued` : `${issued} issued${alreadyIssued > 0 ? `, ${alreadyIssued} had been issued before` : ''}`
  const lines = errors.map(({ source, field, message, code }) => `  ✗ ${source}${field === null ? '' : `, ${field}`}: ${message} [${code}]`)
  return [`${done}; ${refused} refused, ${repeated}${folder === null ? '' : `; in ${folder}`}`, ...lines].join('\n')
}
