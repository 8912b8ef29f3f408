import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { findYears, isForDisclosure } from 'everlearned/issuer'
import { Button } from '../../components/button.tsx'
import { CredentialCard, type CardLine } from '../../components/credential-card.tsx'
import { FaultSummary } from '../../components/fault-summary.tsx'
import { RadioField, SelectField, TextArea, TextField, type Choice } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { Prose } from '../../components/prose.tsx'
import { createAchievement, fetchAchievement, replaceAchievement } from '../../issuer-api.ts'
import { achievementTypes } from '../../messages/achievement-types.ts'
import { achievements as words } from '../../messages/achievements.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { draftOf, emptyForm, faultsOf, formOf, type AchievementForm } from './achievement-form.ts'
import { AlignmentFields } from './alignment-fields.tsx'
import { useOrganisation } from './organisation.ts'

/** Describes an achievement, with the card it makes beside it. */
export default function EditAchievement({ id = 'new' }: { readonly id?: string }): VNode {
  const organisation = useOrganisation()
  const isNew = id === 'new'
  const loaded = useLoaded((signal) => (isNew ? Promise.resolve(emptyForm) : fetchAchievement(organisation.id, id, signal).then(formOf)), [organisation.id, id])
  const title = isNew ? words.newTitle : loaded.value?.name ?? words.title
  return (
    <Page title={title} lede={isNew ? words.newLede : words.changeLede} width="desk" crumbs={[{ href: organisation.at('/achievements'), label: words.title }]}>
      <Loaded of={loaded}>{(start) => <Editor key={id} id={isNew ? undefined : id} start={start} />}</Loaded>
    </Page>
  )
}

function Editor({ id, start }: { readonly id: string | undefined, readonly start: AchievementForm }): VNode {
  const organisation = useOrganisation()
  const { query, route } = useLocation()
  const [typed, setTyped] = useState(start)
  const [isTried, setTried] = useState(0)
  const [isSaved, setSaved] = useState(false)
  const sending = useSend()
  const [summary, setSummary] = useState<ReturnType<typeof faultsOf>>([])
  const faults = isTried > 0 ? faultsOf(typed) : []
  const change = (part: Partial<AchievementForm>): void => {
    setSaved(false)
    setTyped((last) => ({ ...last, ...part }))
  }
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.message
  const text = (field: 'name' | 'description' | 'criteria' | 'months'): { readonly id: string, readonly value: string, readonly onValue: (value: string) => void, readonly fault: string | undefined } =>
    ({ id: field, value: typed[field], onValue: (value) => change({ [field]: value }), fault: faultOf(field) })

  const save = (event: Event): void => {
    event.preventDefault()
    setTried(isTried + 1)
    const found = faultsOf(typed)
    setSummary(found)
    if (found.length > 0) return
    void sending.send(async () => {
      if (id !== undefined) {
        await replaceAchievement(organisation.id, id, draftOf(typed))
        setSaved(true)
        return
      }
      const made = await createAchievement(organisation.id, draftOf(typed))
      route(organisation.at(query['next'] === 'issue' ? `/issue?achievement=${made.id}` : '/achievements'), true)
    })
  }
  return (
    <div class="split">
      <form class="stack stack-loose column" onSubmit={save} noValidate>
        <FaultSummary faults={summary} />
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <TextField {...text('name')} label={words.name} hint={words.nameHint} max={200} />
        <SelectField label={words.type} value={typed.achievementType} onValue={(achievementType) => change({ achievementType })} choices={typeChoices(start.achievementType)} />
        <TextArea {...text('description')} label={words.description} hint={words.descriptionHint} rows={3} max={5000} />
        <TextArea {...text('criteria')} label={words.criteria} hint={words.criteriaHint} rows={6} max={20000} />
        <div class="stack">
          <RadioField name="validity" label={words.validity} value={typed.validity} onValue={(validity) => change({ validity })} choices={[
            { value: 'never', label: words.never, hint: words.neverHint }, { value: 'months', label: words.months, hint: words.monthsHint },
          ]} />
          {typed.validity === 'months' && <TextField {...text('months')} label={words.monthsField} type="number" isShort max={4} />}
        </div>
        <YearNotice typed={typed} />
        <AlignmentFields alignments={typed.alignments} faultOf={faultOf} onChange={(alignments) => change({ alignments })} />
        {isSaved && <Notice title={words.saved} isLive><p>{words.savedNext}</p></Notice>}
        <div><Button type="submit" kind="main" busy={sending.isBusy && words.saving}>{words.save}</Button></div>
      </form>
      <Preview typed={typed} />
    </div>
  )
}

/** Holders of degrees may keep the year to themselves; a year in these words would tell it all the same. */
function YearNotice({ typed }: { readonly typed: AchievementForm }): VNode | null {
  if (!isForDisclosure({ achievementType: typed.achievementType, doesExpire: typed.validity === 'months' })) return null
  const years = findYears([typed.name, typed.description, typed.criteria].join('\n'))
  return years.length === 0
    ? <Notice><p>{words.yearsChosen}</p></Notice>
    : <Notice kind="care" title={words.yearsFound(years.join(', '))}><p>{words.yearsFoundNext}</p></Notice>
}

/** The kinds that have words, and the one that the achievement has if that is of the issuer's own making. */
function typeChoices(own: string): readonly Choice<string>[] {
  const known = Object.entries(achievementTypes).map(([value, label]) => ({ value, label }))
  return own in achievementTypes ? known : [{ value: own, label: own.replace(/^ext:/, '') }, ...known]
}

function Preview({ typed }: { readonly typed: AchievementForm }): VNode {
  const organisation = useOrganisation()
  const months = Number(typed.months)
  const lines: readonly CardLine[] = [{ icon: 'seal', text: typed.validity === 'months' && months > 0 ? words.previewMonths(months) : words.previewNever }]
  return (
    <section class="stack beside" aria-label={words.preview}>
      <h2>{words.preview}</h2>
      <p class="quiet">{words.previewHint}</p>
      <CredentialCard headingLevel={3} issuer={organisation.name} name={typed.name.trim() === '' ? words.previewName : typed.name} kind={achievementTypes[typed.achievementType]}
        holder={words.previewHolder} description={typed.description} lines={lines} />
      {typed.criteria.trim() !== '' && <div class="stack stack-tight"><h3>{words.criteriaTitle}</h3><Prose text={typed.criteria} /></div>}
    </section>
  )
}
