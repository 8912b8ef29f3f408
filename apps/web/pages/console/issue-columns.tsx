import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button, ButtonLink } from '../../components/button.tsx'
import { FaultSummary, type Fault } from '../../components/fault-summary.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { Steps } from '../../components/steps.tsx'
import { previewUpload, type FieldName, type UploadColumn } from '../../issuer-api.ts'
import { formatNumber } from '../../locale.ts'
import { issue as words } from '../../messages/issue.ts'
import { useSend } from '../../use-send.ts'
import { draft, fieldOf, mapColumn, orderOf, type IssueDraft } from './issue-draft.ts'
import { IssueLost } from './issue-lost.tsx'
import { useOrganisation } from './organisation.ts'

const fieldNames = Object.keys(words.fields) as readonly FieldName[]
const nameOf = (column: UploadColumn): string => (column.header.trim() === '' ? words.noHeader(column.index + 1) : column.header)

/** The second step: what each column holds, as guessed, with samples from the list. */
export default function IssueColumns(): VNode {
  return draft.value === undefined ? <IssueLost current={1} /> : <Columns work={draft.value} />
}

function Columns({ work }: { readonly work: IssueDraft }): VNode {
  const { id, at } = useOrganisation()
  const { route } = useLocation()
  const [moved, setMoved] = useState('')
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const sending = useSend()
  const { mapping, upload } = work
  const hasName = mapping.fullName !== undefined || mapping.firstName !== undefined || mapping.lastName !== undefined

  const choose = (column: UploadColumn, field: FieldName | ''): void => {
    const isMoved = field !== '' && mapping[field] !== undefined && mapping[field] !== column.index
    setMoved(isMoved ? words.moved(words.fields[field], nameOf(column)) : '')
    const { preview: _checkedBefore, ...rest } = work
    draft.value = { ...rest, mapping: mapColumn(mapping, column.index, field) }
  }
  const check = (event: Event): void => {
    event.preventDefault()
    const found = mapping.email === undefined ? [{ field: 'column-0', message: words.needEmail }] : []
    setFaults(found)
    if (found.length > 0) return
    void sending.send(async () => {
      draft.value = { ...work, preview: await previewUpload(id, upload.id, orderOf(work)) }
      route(at('/issue/check'))
    })
  }
  return (
    <Page title={words.columnsTitle} lede={words.columnsLede(work.fileName, formatNumber(upload.rowCount))} width="desk">
      <Steps names={words.steps} current={1} />
      {upload.knownAs !== null && <Notice><p>{words.known[upload.knownAs]}</p></Notice>}
      <form class="stack" onSubmit={check} noValidate>
        <FaultSummary faults={faults} />
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <div class="table-wrap">
          <table class="table table-cards table-columns">
            <caption class="hidden-text">{words.columnsTitle}</caption>
            <thead><tr><th scope="col">{words.column}</th><th scope="col">{words.samples}</th><th scope="col">{words.holds}</th></tr></thead>
            <tbody>{upload.columns.map((column) => <ColumnRow key={column.index} column={column} field={fieldOf(mapping, column.index)} onField={(field) => choose(column, field)} />)}</tbody>
          </table>
        </div>
        <p class="quiet" role="status">{moved}</p>
        {!hasName && <Notice kind="care" title={words.noName}><p>{words.noNameNext}</p></Notice>}
        <div class="button-row">
          <Button type="submit" kind="main" busy={sending.isBusy && words.checking}>{words.toCheck}</Button>
          <ButtonLink href={at('/issue')}>{words.back}</ButtonLink>
        </div>
      </form>
    </Page>
  )
}

function ColumnRow({ column, field, onField }: { readonly column: UploadColumn, readonly field: FieldName | '', readonly onField: (field: FieldName | '') => void }): VNode {
  return (
    <tr class={field === '' ? 'left-out' : ''}>
      <th scope="row">{nameOf(column)}</th>
      <td data-label={words.samples}><span class="samples">{column.samples.length === 0 ? <span class="quiet">{words.nothing}</span> : column.samples.map((sample, index) => <span key={index}>{sample}</span>)}</span></td>
      <td>
        <select class="input" id={`column-${column.index}`} aria-label={words.holdsOf(nameOf(column))} value={field} onChange={(event) => onField(event.currentTarget.value as FieldName | '')}>
          <option value="">{words.leaveOut}</option>
          {fieldNames.map((name) => <option key={name} value={name}>{words.fields[name]}</option>)}
        </select>
      </td>
    </tr>
  )
}
