import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { endInvitation, fetchInvitations, fetchMembers, removeMember, type Invitation, type Member } from '../../issuer-api.ts'
import { formatMoment, formatShortDay } from '../../locale.ts'
import { colleagues as words } from '../../messages/colleagues.ts'
import { loadSession } from '../../session.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { InviteForm } from './invite-form.tsx'
import { useOrganisation } from './organisation.ts'

/** Who else can use this desk, and who is invited. */
export default function Colleagues(): VNode {
  const { id } = useOrganisation()
  const people = useLoaded(async (signal) => {
    const [members, invitations] = await Promise.all([fetchMembers(id, signal), fetchInvitations(id, signal)])
    return { members, invitations }
  }, [id])
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      <Loaded of={people}>
        {({ members, invitations }) => (
          <>
            <Members members={members} onChanged={people.reload} />
            <InviteForm onMade={people.reload} />
            <Invitations invitations={invitations} onChanged={people.reload} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Members({ members, onChanged }: { readonly members: readonly Member[], readonly onChanged: () => void }): VNode {
  const [leaving, setLeaving] = useState<Member>()
  const isAlone = members.length === 1
  return (
    <section class="stack">
      <h2>{words.members}</h2>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.members}</caption>
          <thead><tr><th scope="col">{words.name}</th><th scope="col">{words.loginName}</th><th scope="col">{words.since}</th><th scope="col"><span class="hidden-text">{words.act}</span></th></tr></thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row"><span>{member.displayName}{member.isYou && <span class="quiet"> ({words.you})</span>}</span></th>
                <td data-label={words.loginName}>{member.loginName}</td>
                <td data-label={words.since} class="nowrap">{formatShortDay(member.joinedAt)}</td>
                <td>{!isAlone && <Button kind="danger" onPress={() => setLeaving(member)}>{member.isYou ? words.leave : words.remove} <span class="hidden-text">{words.ofPerson(member.displayName)}</span></Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isAlone && <p class="quiet">{words.lastMember}</p>}
      {leaving !== undefined && <RemoveDialog member={leaving} onClose={() => setLeaving(undefined)} onDone={() => { setLeaving(undefined); onChanged() }} />}
    </section>
  )
}

function RemoveDialog({ member, onClose, onDone }: { readonly member: Member, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const organisation = useOrganisation()
  const { route } = useLocation()
  const sending = useSend()
  const act = (): void => void sending.send(async () => {
    await removeMember(organisation.id, member.id)
    if (!member.isYou) return onDone()
    route('/console', true)
    await loadSession()
  })
  const { displayName: name, isYou } = member
  return (
    <ConfirmDialog title={isYou ? words.leaveTitle(organisation.name) : words.removeTitle(name)} act={isYou ? words.leaveAct : words.removeAct} actKind="danger" busy={sending.isBusy && words.busy} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{isYou ? words.leaveText(organisation.name) : words.removeText(name, organisation.name)}</p>
      {!isYou && <p>{words.removeKeys}</p>}
    </ConfirmDialog>
  )
}

function Invitations({ invitations, onChanged }: { readonly invitations: readonly Invitation[], readonly onChanged: () => void }): VNode {
  const [ending, setEnding] = useState<Invitation>()
  return (
    <section class="stack">
      <h2>{words.openTitle}</h2>
      {invitations.length === 0 ? <p class="quiet">{words.openEmpty}</p> : (
        <div class="table-wrap">
          <table class="table table-cards">
            <caption class="hidden-text">{words.openTitle}</caption>
            <thead><tr><th scope="col">{words.name}</th><th scope="col">{words.invitedBy}</th><th scope="col">{words.until}</th><th scope="col"><span class="hidden-text">{words.act}</span></th></tr></thead>
            <tbody>
              {invitations.map((invitation) => (
                <tr key={invitation.id}>
                  <th scope="row">{invitation.name}</th>
                  <td data-label={words.invitedBy}>{invitation.invitedBy}</td>
                  <td data-label={words.until}>{formatMoment(invitation.expiresAt)}</td>
                  <td><Button kind="danger" onPress={() => setEnding(invitation)}>{words.end} <span class="hidden-text">{words.ofPerson(invitation.name)}</span></Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ending !== undefined && <EndDialog invitation={ending} onClose={() => setEnding(undefined)} onDone={() => { setEnding(undefined); onChanged() }} />}
    </section>
  )
}

function EndDialog({ invitation, onClose, onDone }: { readonly invitation: Invitation, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  return (
    <ConfirmDialog title={words.endTitle} act={words.endAct} actKind="danger" busy={sending.isBusy && words.busy} problem={sending.problem} onAct={() => void sending.send(() => endInvitation(id, invitation.id).then(onDone))} onClose={onClose}>
      <p>{words.endText(invitation.name)}</p>
    </ConfirmDialog>
  )
}
