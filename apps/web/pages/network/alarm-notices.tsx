import type { VNode } from 'preact'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatMoment } from '../../locale.ts'
import { alarm as words } from '../../messages/network.ts'
import type { NetworkAlarm } from '../../network-api.ts'
import { saveText } from '../../save-text.ts'

/** What went wrong in the network, above everything else: what happened, since when, what it means, and the proof to hand on. */
export function AlarmNotices({ alarms, isElsewhere = false }: { readonly alarms: readonly NetworkAlarm[], readonly isElsewhere?: boolean }): VNode | null {
  if (alarms.length === 0) return null
  return <div class="stack">{alarms.map((alarm) => <AlarmNotice key={`${alarm.kind} ${alarm.origin}`} alarm={alarm} isElsewhere={isElsewhere} />)}</div>
}

function AlarmNotice({ alarm, isElsewhere }: { readonly alarm: NetworkAlarm, readonly isElsewhere: boolean }): VNode {
  const { what, means, next } = words.kinds[alarm.kind] ?? words.other
  const save = (): void => saveText(words.fileName(alarm.kind), 'application/json', `${JSON.stringify(alarm.proof, null, 2)}\n`)
  return (
    <Notice kind="fault" title={what}>
      <dl class="facts">
        <div><dt>{words.where}</dt><dd class="code">{alarm.origin}</dd></div>
        <div><dt>{words.since}</dt><dd>{formatMoment(alarm.at)}</dd></div>
        <div><dt>{words.found}</dt><dd>{alarm.reason}</dd></div>
        <div><dt>{words.forRecords}</dt><dd>{means}</dd></div>
        <div><dt>{words.now}</dt><dd>{next}</dd></div>
      </dl>
      <div class="button-row">
        {alarm.proof !== undefined && alarm.proof !== null && <Button icon="download" onPress={save}>{words.saveProof}</Button>}
        {isElsewhere && <ButtonLink href="/network">{words.toNetwork}</ButtonLink>}
      </div>
    </Notice>
  )
}
