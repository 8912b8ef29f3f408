import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { CheckField, RadioField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import { formatNumber } from '../../locale.ts'
import { network as words } from '../../messages/network.ts'
import { follow, stopFollowing, type FollowedLog, type FollowRole } from '../../network-api.ts'
import { loadSession, session } from '../../session.ts'
import { useSend } from '../../use-send.ts'
import { Ago } from './holder-table.tsx'
import { NewCosignerKey } from './new-cosigner-key.tsx'

/** What this node follows; its owner may follow more, or stop. */
export function FollowPart({ following, onChanged }: { readonly following: readonly FollowedLog[], readonly onChanged: () => void }): VNode {
  const isOwner = session.value !== null && session.value !== undefined
  const [stopping, setStopping] = useState<FollowedLog>()
  return (
    <section class="stack" id="following">
      <h2>{words.followTitle}</h2>
      <p>{words.followText}</p>
      {following.length === 0 ? <p class="quiet">{words.followNone}</p> : <FollowTable following={following} onStop={isOwner ? setStopping : undefined} />}
      {isOwner && <NewCosignerKey following={following} onChanged={onChanged} />}
      {isOwner ? <FollowForm onFollowed={onChanged} /> : <OwnerDoor />}
      {stopping !== undefined && <StopDialog log={stopping} onClose={() => setStopping(undefined)} onDone={() => { setStopping(undefined); onChanged() }} />}
    </section>
  )
}

const kindOf: Readonly<Record<string, StateKind>> = { current: 'held', new: 'waiting', waiting: 'waiting', unreachable: 'fault', refused: 'fault', forked: 'fault', 'rolled-back': 'fault' }

function FollowTable({ following, onStop }: { readonly following: readonly FollowedLog[], readonly onStop: ((log: FollowedLog) => void) | undefined }): VNode {
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{words.followCaption}</caption>
        <thead><tr><th scope="col">{words.log}</th><th scope="col">{words.role}</th><th scope="col" class="figure">{words.size}</th><th scope="col">{words.checked}</th><th scope="col">{words.state}</th>{onStop !== undefined && <th scope="col"><span class="hidden-text">{words.act}</span></th>}</tr></thead>
        <tbody>
          {following.map((log) => (
            <tr key={`${log.origin} ${log.url}`}>
              <th scope="row"><span class="wrap">{log.origin}</span><span class="small code">{log.url}</span></th>
              <td data-label={words.role}>{words.followRoles[log.role]?.name ?? log.role}</td>
              <td data-label={words.size} class="figure">{formatNumber(log.size)}</td>
              <td data-label={words.checked}>{log.checkedAt === null ? words.notChecked : <Ago at={log.checkedAt} />}</td>
              <td data-label={words.state}><FollowState log={log} /></td>
              {onStop !== undefined && <td><Button kind="danger" onPress={() => onStop(log)}>{words.stop}<span class="hidden-text"> ({log.origin})</span></Button></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FollowState({ log: { state, refusal } }: { readonly log: FollowedLog }): VNode {
  const why = words.followWhy[state]
  return (
    <div>
      <StateTag kind={kindOf[state] ?? 'waiting'} {...(state === 'current' ? { icon: 'check' as const } : {})}>{words.followStates[state] ?? state}</StateTag>
      {why !== undefined && <span class="small">{why}</span>}
      {refusal !== null && <span class="small">{refusal}</span>}
    </div>
  )
}

/** This page asks nobody who they are; who runs the node says so. */
function OwnerDoor(): VNode {
  const { route } = useLocation()
  const asking = useSend()
  const ask = (): void => void asking.send(async () => {
    await loadSession()
    if (session.value === null) route(`/login?next=${encodeURIComponent('/network')}`)
  })
  return (
    <>
      {asking.problem !== undefined && <ProblemNotice problem={asking.problem} />}
      <div class="row"><Button icon="settings" busy={asking.isBusy && words.asking} onPress={ask}>{words.ownerAct}</Button><span class="quiet small">{words.ownerHint}</span></div>
    </>
  )
}

function FollowForm({ onFollowed }: { readonly onFollowed: () => void }): VNode {
  const [url, setUrl] = useState('')
  const [role, setRole] = useState<FollowRole>('validator')
  const [joins, setJoins] = useState(false)
  const [isWrong, setWrong] = useState(false)
  const [isDone, setDone] = useState(false)
  const sending = useSend()
  const submit = (event: Event): void => {
    event.preventDefault()
    const isUrl = /^https?:\/\/[^\s/]+/.test(url.trim())
    setWrong(!isUrl)
    setDone(false)
    if (!isUrl) return
    void sending.send(async () => {
      await follow({ url: url.trim(), role, joins: joins && role === 'validator' })
      setUrl('')
      setDone(true)
      onFollowed()
    })
  }
  const choices = (['validator', 'mirror', 'witness'] as const).map((value) => ({ value, label: words.followRoles[value].name, hint: words.followRoles[value].hint }))
  return (
    <form class="stack column" onSubmit={submit} noValidate>
      <h3>{words.followHeading}</h3>
      {isDone && <Notice title={words.followed} isLive><p>{words.followedNext}</p></Notice>}
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <TextField label={words.url} hint={words.urlHint} value={url} onValue={setUrl} type="url" max={500} fault={isWrong ? words.needUrl : undefined} />
      <RadioField label={words.roleLabel} name="role" value={role} onValue={setRole} choices={choices} />
      {role === 'validator' && <CheckField label={words.joins} hint={words.joinsHint} isChecked={joins} onChange={setJoins} />}
      <div><Button type="submit" kind="main" busy={sending.isBusy && words.following}>{words.followAct}</Button></div>
    </form>
  )
}

function StopDialog({ log, onClose, onDone }: { readonly log: FollowedLog, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const sending = useSend()
  const act = (): void => void sending.send(() => stopFollowing(log.id).then(onDone))
  return (
    <ConfirmDialog title={words.stopTitle} act={words.stopAct} actKind="danger" busy={sending.isBusy && words.stopping} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.stopWhat(log.origin)}</p>
      <p>{words.stopKeeps}</p>
    </ConfirmDialog>
  )
}
