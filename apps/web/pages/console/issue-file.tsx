import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { SelectField } from '../../components/field.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { Steps } from '../../components/steps.tsx'
import { fetchAchievements, uploadFile, type Achievement } from '../../issuer-api.ts'
import { issue as words } from '../../messages/issue.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { draft, suggestedMapping } from './issue-draft.ts'
import { useOrganisation } from './organisation.ts'

const maxFileBytes = 10 * 1024 * 1024

/** The first step: what was achieved, and the list of people. */
export default function IssueFile(): VNode {
  const { id, at } = useOrganisation()
  const achievements = useLoaded((signal) => fetchAchievements(id, signal), [id])
  return (
    <Page title={words.title} lede={words.fileLede}>
      <Steps names={words.steps} current={0} />
      <Loaded of={achievements}>
        {(list) => list.length === 0
          ? <Empty title={words.noAchievementTitle}><p>{words.noAchievement}</p><ButtonLink href={at('/achievements/new?next=issue')} kind="main" icon="plus">{words.describe}</ButtonLink></Empty>
          : <FileForm achievements={list} />}
      </Loaded>
    </Page>
  )
}

function FileForm({ achievements }: { readonly achievements: readonly Achievement[] }): VNode {
  const { id, at } = useOrganisation()
  const { query, route } = useLocation()
  const [achievementId, setAchievementId] = useState(query['achievement'] ?? draft.value?.achievement.id ?? achievements[0]?.id ?? '')
  const [isTooLarge, setTooLarge] = useState(false)
  const sending = useSend()
  const achievement = achievements.find((one) => one.id === achievementId) ?? achievements[0]

  const take = (file: File): void => {
    setTooLarge(file.size > maxFileBytes)
    if (file.size > maxFileBytes || achievement === undefined) return
    void sending.send(async () => {
      const upload = await uploadFile(id, file)
      draft.value = { fileName: file.name, upload, achievement, mapping: suggestedMapping(upload) }
      route(at('/issue/columns'))
    })
  }
  return (
    <div class="stack stack-loose">
      <div class="stack stack-tight">
        <SelectField label={words.achievement} value={achievement?.id ?? ''} onValue={setAchievementId} choices={achievements.map(({ id: value, name }) => ({ value, label: name }))} />
        <div><ButtonLink href={at('/achievements/new?next=issue')} kind="link" icon="plus">{words.newAchievement}</ButtonLink></div>
      </div>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isTooLarge && <Notice kind="fault" title={words.tooLarge} />}
      {sending.isBusy ? <p role="status" class="strong">{words.reading}</p> : <FileDrop label={words.drop} hint={words.dropHint} accept=".csv,.tsv,.txt,text/csv" onFile={take} />}
      <details class="more"><summary>{words.whatColumns}</summary><p>{words.whatColumnsText}</p></details>
    </div>
  )
}
