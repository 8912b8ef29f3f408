import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CredentialCard } from '../../components/credential-card.tsx'
import { CheckField, RadioField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { Steps } from '../../components/steps.tsx'
import { issueUpload, previewUpload, type DateOrder, type Preview, type RowError, type RowSample } from '../../issuer-api.ts'
import { formatDay, formatNumber } from '../../locale.ts'
import { achievementTypes } from '../../messages/achievement-types.ts'
import { explainRowError, issue as words } from '../../messages/issue.ts'
import { saveText } from '../../save-text.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { draft, orderOf, type IssueDraft } from './issue-draft.ts'
import { IssueLost } from './issue-lost.tsx'
import { useOrganisation } from './organisation.ts'
import { RowErrorTable, fieldWord } from './row-error-table.tsx'

/** The third step: the question about dates if there is one, then what will happen, then the act. */
export default function IssueCheck(): VNode {
  const work = draft.value
  if (work?.preview === undefined) return <IssueLost current={2} />
  return work.preview.needsDateOrder ? <DateQuestion work={work} /> : <Check work={work} preview={work.preview} />
}

function DateQuestion({ work }: { readonly work: IssueDraft }): VNode {
  const organisation = useOrganisation()
  const [order, setOrder] = useState<DateOrder>()
  const [isMissing, setMissing] = useState(false)
  const sending = useSend()
  const answer = (event: Event): void => {
    event.preventDefault()
    setMissing(order === undefined)
    if (order === undefined) return
    const answered = { ...work, dateOrder: order }
    void sending.send(async () => { draft.value = { ...answered, preview: await previewUpload(organisation.id, work.upload.id, orderOf(answered)) } })
  }
  const samples = work.upload.columns.filter(({ index }) => [work.mapping.awardedOn, work.mapping.expiresOn, work.mapping.guardianUntil].includes(index)).flatMap((column) => column.samples)
  return (
    <Page key="dates" title={words.datesTitle} lede={words.datesLede}>
      <Steps names={words.steps} current={2} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <form class="stack" onSubmit={answer} noValidate>
        <RadioField name="dateOrder" label={words.datesSamples(samples.join(' · '))} value={order} onValue={setOrder} fault={isMissing ? words.datesNeed : undefined}
          choices={(['dmy', 'mdy'] as const).map((value) => ({ value, label: words.dates[value], hint: words.datesHint[value] }))} />
        <div class="button-row">
          <Button type="submit" kind="main" busy={sending.isBusy && words.checking}>{words.datesAct}</Button>
          <ButtonLink href={organisation.at('/issue/columns')}>{words.back}</ButtonLink>
        </div>
      </form>
    </Page>
  )
}

function Check({ work, preview }: { readonly work: IssueDraft, readonly preview: Preview }): VNode {
  const { rows, good, bad, duplicates } = preview.counts
  const figures = [[words.rows, rows], [words.good, good], [words.bad, bad], [words.duplicates, duplicates]] as const
  return (
    <Page key="check" title={words.checkTitle} lede={words.checkLede(work.fileName, work.achievement.name)} width="desk">
      <Steps names={words.steps} current={2} />
      <dl class="figures" aria-label={words.counts}>{figures.map(([label, count]) => <div key={label}><dt>{label}</dt><dd>{formatNumber(count)}</dd></div>)}</dl>
      <div class="split">
        <div class="stack stack-loose">
          {preview.errors.length > 0 && <Errors errors={preview.errors} isCut={preview.errors.length < bad + duplicates} />}
          {preview.sample.length > 0 && <Rows sample={preview.sample} />}
        </div>
        <div class="stack stack-loose beside">
          {preview.sample[0] !== undefined && <Sample work={work} row={preview.sample[0]} />}
          {good === 0 ? <NothingGood /> : <Act work={work} good={good} />}
        </div>
      </div>
    </Page>
  )
}

function Errors({ errors, isCut }: { readonly errors: readonly RowError[], readonly isCut: boolean }): VNode {
  const save = (): void => saveText(words.errorsFile, 'text/csv', formatErrors(errors))
  return (
    <section class="stack">
      <h2>{words.errorsTitle(errors.length, formatNumber(errors.length), isCut)}</h2>
      <p>{words.errorsNext}</p>
      {isCut && <p>{words.moreErrors}</p>}
      <div><Button icon="download" onPress={save}>{words.downloadErrors}</Button></div>
      <RowErrorTable errors={errors} />
    </section>
  )
}

/** Our own words only, never a cell of the list: nothing in it can be a formula. */
function formatErrors(errors: readonly RowError[]): string {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const lines = errors.map((error) => [String(error.line), quote(fieldWord(error.field)), quote(explainRowError(error))].join(','))
  return ['\ufeff' + [words.line, words.field, words.wrong].map(quote).join(','), ...lines, ''].join('\r\n')
}

const awardedOf = (row: RowSample): string => (row.awardedOn === undefined || row.awardedOn === '' ? words.today : formatDay(row.awardedOn))

function Rows({ sample }: { readonly sample: readonly RowSample[] }): VNode {
  return (
    <section class="stack">
      <h2>{words.rowsTitle}</h2>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.rowsTitle}</caption>
          <thead><tr><th scope="col">{words.person}</th><th scope="col">{words.email}</th><th scope="col">{words.awarded}</th></tr></thead>
          <tbody>
            {sample.map((row) => (
              <tr key={row.line}><th scope="row">{personOf(row)}</th><td data-label={words.email}>{row.email}</td><td data-label={words.awarded}>{awardedOf(row)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Sample({ work, row }: { readonly work: IssueDraft, readonly row: RowSample }): VNode {
  const { name } = useOrganisation()
  const { achievement } = work
  return (
    <section class="stack stack-tight">
      <h2>{words.sampleTitle}</h2>
      <p class="quiet">{words.sampleHint}</p>
      <CredentialCard issuer={name} name={achievement.name} kind={achievementTypes[achievement.achievementType]} description={achievement.description} holder={personOf(row)} headingLevel={3}
        lines={[{ icon: 'seal', text: words.awardedOn(awardedOf(row)) }]} />
    </section>
  )
}

function NothingGood(): VNode {
  const { at } = useOrganisation()
  return <Notice kind="fault" title={words.nothingGood}><p>{words.nothingGoodNext}</p><div><ButtonLink href={at('/issue')}>{words.otherFile}</ButtonLink></div></Notice>
}

function Act({ work, good }: { readonly work: IssueDraft, readonly good: number }): VNode {
  const organisation = useOrganisation()
  const { route } = useLocation()
  const [secondFactor, setSecondFactor] = useState(false)
  const sending = useSend()
  const issue = (): void => void sending.send(async () => {
    const job = await issueUpload(organisation.id, work.upload.id, { ...orderOf(work), secondFactor })
    route(organisation.at(`/jobs/${job.id}`), true)
    draft.value = undefined
  })
  return (
    <section class="card stack">
      <h2>{words.whatNow}</h2>
      <p>{words.whatNowText(formatNumber(good), organisation.name)}</p>
      <CheckField label={words.secondFactor} hint={words.secondFactorHint} isChecked={secondFactor} onChange={setSecondFactor} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div class="button-row">
        <Button kind="main" class="button-wide" busy={sending.isBusy && words.issuing} onPress={issue}>{words.act(good, formatNumber(good))}</Button>
        <ButtonLink href={organisation.at('/issue/columns')}>{words.back}</ButtonLink>
      </div>
    </section>
  )
}
