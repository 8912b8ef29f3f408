import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addLearningFile, changeLearning, type LearningItem, loadLearning, maxLearning, removeLearning, removeLearningFile } from 'everlearned/holder'
import { Button } from '../../../components/button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDay, formatNumber } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLearning } from '../../../messages/wallet-learning.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { removedLearning } from '../../learning-notices.ts'
import { EvidencePart } from '../../parts/evidence-part.tsx'
import { answersOfLearning } from '../../parts/learning-answers.ts'
import { LearningForm } from '../../parts/learning-form.tsx'
import { contentVersion, type OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletLearning.form

/** One item of the log: what it says, which can be changed, and the files that go with it. */
export default function Item({ session, id }: OpenPageProps): VNode {
  const loaded = useLoaded(async () => (await loadLearning(session.context)).items, [session.context, contentVersion.value])
  return (
    <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }, { href: '/learning', label: walletLearning.heading }]}>
      <Loaded of={loaded}>
        {(items) => {
          const item = items.find((each) => each.id === id)
          return item === undefined ? <p>{words.missing}</p> : <ItemView key={id} session={session} item={item} others={items.filter((each) => each !== item)} onChange={loaded.reload} />
        }}
      </Loaded>
    </Page>
  )
}

interface ItemProps {
  readonly session: OpenSession
  readonly item: LearningItem
  readonly others: readonly LearningItem[]
  readonly onChange: () => void
}

function ItemView({ session: { context }, session, item, others, onChange }: ItemProps): VNode {
  const { route } = useLocation()
  const [isChanged, setChanged] = useState(false)
  const remove = async (): Promise<void> => {
    removedLearning.value = { count: 1, content: await removeLearning([item], context) }
    route('/learning')
  }
  return (
    <>
      {isChanged && <Notice isLive><p>{words.changed}</p></Notice>}
      <LearningForm answers={answersOfLearning(item, item.isPrivate)} others={others} keep={words.keepChanges}
        onKeep={async (decision) => {
          await changeLearning(item, decision, { ...context, now: new Date() })
          setChanged(true)
          onChange()
          scrollTo(0, 0)
        }}>
        <Button kind="danger" class="button-large" onPress={() => void remove()}>{words.remove}</Button>
      </LearningForm>
      <EvidencePart session={session} files={item.evidence} most={maxLearning.files} added={words.fileAdded} onChange={onChange}
        onAdd={(file, open) => addLearningFile(item, file, open)} onRemove={(file, open) => removeLearningFile(item, file, open)} />
      <p class="quiet small">{originOf(item)}</p>
    </>
  )
}

function originOf({ source, createdAt }: LearningItem): string {
  if (source.kind === 'file') return words.fromFile(source.name, formatNumber(source.line))
  return source.kind === 'shared' ? words.fromShared(formatDay(createdAt)) : words.fromWritten(formatDay(createdAt))
}
