import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import {
  type DurationUnit, learningFields, type LearningColumns, type LearningFacts, type LearningField, type LearningKind, learningKinds, type LearningRowsOptions, type LearningRowsRead, readLearningRows, suggestLearningColumns,
} from 'everlearned/holder'
import type { Csv } from 'everlearned/encoding'
import { Button } from '../../components/button.tsx'
import { CheckField, RadioField, SelectField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatList, formatNumber } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { LearningTableFaults } from './learning-table-faults.tsx'
import { learningLine } from './learning-words.ts'
import '../learning.css'

const words = walletLearning.table

/** The rows that can be kept. */
export type TableRows = LearningRowsRead['rows']

interface LearningTableProps {
  readonly name: string
  readonly table: Csv
  readonly known: readonly LearningFacts[]
  readonly onKeep: (rows: TableRows) => Promise<void>
  readonly onAgain: () => void
}

/** What was guessed of a table and what only its person can say; below it, what would be kept and what would not. */
export function LearningTable({ name, table, known, onKeep, onAgain }: LearningTableProps): VNode {
  const suggested = useMemo(() => suggestLearningColumns(table.header), [table])
  const [columns, setColumns] = useState<LearningColumns>(suggested.columns)
  const [kind, setKind] = useState<LearningKind>(suggested.kind)
  const [unit, setUnit] = useState<DurationUnit>()
  const [dateOrder, setDateOrder] = useState<LearningRowsOptions['dateOrder']>()
  const [withoutUndated, setWithoutUndated] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const open = useMemo(() => readLearningRows(table, { columns, kind, known, unit: unitFor(columns, suggested), now: new Date() }), [table, columns, kind, known])
  const read = useMemo(() => readLearningRows(table, { columns, kind, known, unit: unit ?? unitFor(columns, suggested), dateOrder, withoutUndated, now: new Date() }), [table, columns, kind, known, unit, dateOrder, withoutUndated])
  const isOpen = columns.title === undefined || (open.needsDateOrder && dateOrder === undefined) || (open.needsUnit && unit === undefined)
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault()
    setAsked(true)
    if (isOpen || isBusy || read.rows.length === 0) return
    setBusy(true)
    await onKeep(read.rows)
    setBusy(false)
  }
  return (
    <form class="stack stack-loose" onSubmit={(event) => void keep(event)} noValidate>
      {suggested.knownAs !== undefined && <Notice><p>{words.known[suggested.knownAs]}</p></Notice>}
      <Columns name={name} table={table} columns={columns} onChange={setColumns} isFaulty={isAsked && columns.title === undefined} />
      {open.needsDateOrder && (
        <RadioField label={words.order} hint={words.orderHint} name="order" value={dateOrder} onValue={setDateOrder} fault={isAsked && dateOrder === undefined ? words.orderNeed : undefined}
          choices={(['dmy', 'mdy'] as const).map((value) => ({ value, label: words.orders[value] }))} />
      )}
      {open.needsUnit && (
        <RadioField label={words.unit} name="unit" value={unit} onValue={setUnit} fault={isAsked && unit === undefined ? words.unitNeed : undefined}
          choices={(['hours', 'minutes', 'seconds'] as const).map((value) => ({ value, label: words.units[value] }))} />
      )}
      {columns.kind === undefined && <SelectField label={words.kind} value={kind} onValue={setKind} choices={learningKinds.map((value) => ({ value, label: walletLearning.kinds[value] }))} />}
      {!isOpen && <Check read={read} withoutUndated={withoutUndated} onUndated={setWithoutUndated} />}
      <div class="buttons">
        <Button type="submit" kind="main" icon="check" class="button-large" busy={isBusy && wallet.working}>{isOpen ? words.toCheck : words.keep(read.rows.length)}</Button>
        <Button class="button-large" onPress={onAgain}>{words.again}</Button>
      </div>
    </form>
  )
}

/** The header's word for what the numbers count holds only for the column that was guessed. */
function unitFor(columns: LearningColumns, suggested: ReturnType<typeof suggestLearningColumns>): DurationUnit | undefined {
  return columns.duration === suggested.columns.duration ? suggested.unit : undefined
}

interface ColumnsProps {
  readonly name: string
  readonly table: Csv
  readonly columns: LearningColumns
  readonly onChange: (columns: LearningColumns) => void
  readonly isFaulty: boolean
}

/** For each field its column: there are fewer fields than some tables have columns. */
function Columns({ name, table: { header, records }, columns, onChange, isFaulty }: ColumnsProps): VNode {
  const choices = [{ value: '', label: words.none }, ...header.map((title, index) => ({ value: String(index), label: title === '' ? words.column(formatNumber(index + 1)) : title }))]
  const sampleOf = (column: number | undefined): string | undefined => {
    const samples = records.slice(0, 50).map(({ cells }) => cells[column ?? -1]?.trim() ?? '').filter((cell) => cell !== '').slice(0, 2)
    return samples.length === 0 ? undefined : words.sample(samples.map((sample) => (sample.length > 40 ? `${sample.slice(0, 40)}…` : sample)).join(' · '))
  }
  const change = (field: LearningField, value: string): void => {
    const column = value === '' ? undefined : Number(value)
    onChange(Object.fromEntries(learningFields.flatMap((each) => {
      const kept = each === field ? column : columns[each] === column ? undefined : columns[each]
      return kept === undefined ? [] : [[each, kept]]
    })))
  }
  // A field stays where it stood while its column is being chosen.
  const [shown] = useState(() => learningFields.filter((field) => field === 'title' || columns[field] !== undefined))
  const fieldFor = (field: LearningField): VNode => (
    <SelectField key={field} label={words.fields[field]} hint={sampleOf(columns[field])} isOptional={field !== 'title'} value={columns[field] === undefined ? '' : String(columns[field])} choices={choices} onValue={(value) => change(field, value)}
      fault={field === 'title' && isFaulty ? words.needTitle : undefined} />
  )
  return (
    <section class="stack">
      <h2>{words.columns}</h2>
      <p>{words.columnsLede(name, formatNumber(records.length))}</p>
      <div class="column-fields">{shown.map(fieldFor)}</div>
      {shown.length < learningFields.length && <details class="more"><summary>{words.none} ({formatNumber(learningFields.length - shown.length)})</summary><div class="column-fields">{learningFields.filter((field) => !shown.includes(field)).map(fieldFor)}</div></details>}
    </section>
  )
}

/** What will be kept, and every row and column that will not. */
function Check({ read, withoutUndated, onUndated }: { readonly read: LearningRowsRead, readonly withoutUndated: boolean, readonly onUndated: (isWithout: boolean) => void }): VNode {
  const { rows, counts, unused } = read
  return (
    <section class="stack" data-testid="table-check">
      <h2>{words.check}</h2>
      <p class="strong" role="status">{words.good(counts.good)}</p>
      {counts.repeated > 0 && <p>{words.repeated(counts.repeated)}</p>}
      {counts.bad > 0 && <p>{words.bad(counts.bad)}</p>}
      {counts.undated > 0 && <CheckField label={words.undated(counts.undated)} isChecked={withoutUndated} onChange={onUndated} />}
      {rows.length === 0 ? <Notice kind="care"><p>{words.nothing}</p></Notice> : (
        <div class="stack stack-tight">
          <h3>{words.first}</h3>
          <ul class="choice-list">{rows.slice(0, 5).map(({ line, facts }) => <li key={line} ><span class="strong"><bdi>{facts.title}</bdi></span><span class="quiet small">{learningLine(facts)}</span></li>)}</ul>
        </div>
      )}
      {unused.length > 0 && <p class="quiet small">{words.unused(formatList(unused))}</p>}
      <LearningTableFaults faults={read.faults} />
    </section>
  )
}
