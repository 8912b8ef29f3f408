import { needsDateOrder, readRows, recogniseTemplate, suggestFields, type DateOrder, type FieldName, type KnownTemplate, type RowsRead, type ColumnMapping } from 'everlearned/issuer'
import { encodeHex, parseCsv, type Csv, type CsvEncoding, type CsvSeparator } from 'everlearned/encoding'
import { audit } from './audit.ts'
import { loadAchievement } from './achievements.ts'
import { type Actor, type IssuingContext, newRowId, transact } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'

/** How many values of a column the mapping screen shows. */
const sampleCount = 3

/** A kept file and what its header seems to say. */
export interface UploadDescription {
  readonly id: string
  readonly sha256: string
  readonly encoding: CsvEncoding
  readonly separator: CsvSeparator
  readonly rowCount: number
  readonly columns: readonly { readonly index: number; readonly header: string; readonly suggested: FieldName | null; readonly samples: readonly string[] }[]
  readonly ambiguousDates: boolean
  readonly knownAs: KnownTemplate | null
}

/** How to read an upload, and for which template. */
export interface ReadingOrder {
  readonly achievementId: string
  readonly mapping: ColumnMapping
  readonly dateOrder?: DateOrder | undefined
}

/** Keeps a file as it came; the same bytes again are the same upload. @throws CsvError when it cannot be read as CSV */
export async function keepUpload(bytes: Uint8Array, actor: Actor, context: IssuingContext): Promise<UploadDescription> {
  const csv = parseCsv(bytes)
  const sha256 = encodeHex(context.cryptography.sha256(bytes))
  const id = await transact(context, async (transaction) => {
    const inserted = await transaction.insertInto('upload')
      .values({ id: newRowId(context), organisation_id: actor.organisationId, sha256, content: Buffer.from(bytes), created_at: context.now(), brought_at: context.now(), deleted_at: null })
      .onConflict((conflict) => conflict.columns(['organisation_id', 'sha256']).doNothing())
      .returning('id').executeTakeFirst()
    if (inserted !== undefined) {
      await audit({ actor, action: 'upload-kept', subjectId: inserted.id }, transaction, context)
      return inserted.id
    }
    const known = await transaction.updateTable('upload').set({ content: Buffer.from(bytes), brought_at: context.now(), deleted_at: null })
      .where('organisation_id', '=', actor.organisationId).where('sha256', '=', sha256).returning('id').executeTakeFirstOrThrow()
    return known.id
  })
  return describeUpload({ id, sha256, csv })
}

/** Reads an upload exactly as issuing will, and issues nothing. @throws IssuingError `upload/not-found`, `achievement/not-found` */
export async function previewUpload(id: string, order: ReadingOrder, { organisationId, context }: { organisationId: string; context: IssuingContext }): Promise<RowsRead> {
  await loadAchievement(order.achievementId, organisationId, context)
  const { content } = await loadUpload(id, organisationId, context)
  return readUpload(content, order, context.now())
}

/** The one way in which rows come out of a file, for the preview and for the job. */
export function readUpload(content: Uint8Array, { mapping, dateOrder }: Pick<ReadingOrder, 'mapping' | 'dateOrder'>, now: Date): RowsRead {
  return readRows(parseCsv(content), mapping, { dateOrder, now })
}

/** @throws IssuingError `upload/not-found` also when its bytes were deleted */
export async function loadUpload(id: string, organisationId: string, { database }: Pick<IssuingContext, 'database'>): Promise<{ readonly content: Buffer; readonly sha256: string }> {
  const upload = await database.selectFrom('upload').select(['content', 'sha256'])
    .where('organisation_id', '=', organisationId).where('id', '=', id).executeTakeFirst()
  if (upload === undefined || upload.content === null) throw notFound('upload')
  return { ...upload, content: upload.content }
}

function describeUpload({ id, sha256, csv }: { id: string; sha256: string; csv: Csv }): UploadDescription {
  const suggested = suggestFields(csv.header)
  const dateColumns = suggested.flatMap((field, index) => (field === 'awardedOn' || field === 'expiresOn' ? [[field, index]] : []))
  return {
    id, sha256, encoding: csv.encoding, separator: csv.separator, rowCount: csv.records.length,
    columns: csv.header.map((header, index) => ({ index, header, suggested: suggested[index] ?? null, samples: samplesOf(csv, index) })),
    ambiguousDates: needsDateOrder(csv, Object.fromEntries(dateColumns)),
    knownAs: recogniseTemplate(csv.header),
  }
}

function samplesOf({ records }: Csv, column: number): readonly string[] {
  const samples: string[] = []
  for (const { cells } of records) {
    const cell = (cells[column] ?? '').trim()
    if (cell !== '') samples.push(cell.slice(0, 100))
    if (samples.length === sampleCount) break
  }
  return samples
}
