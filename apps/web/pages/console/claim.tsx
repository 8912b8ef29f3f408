import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { Qr } from '../../components/qr.tsx'
import { StateTag } from '../../components/state-tag.tsx'
import { fetchClaim, resendClaim, resumeClaim, type Claim, type ClaimMail, type Erasure } from '../../issuer-api.ts'
import { formatMoment } from '../../locale.ts'
import { claim as words, claims } from '../../messages/claims.ts'
import { erase } from '../../messages/erase.ts'
import { explainMail } from '../../messages/mail.ts'
import { node } from '../../session.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { ClaimCode } from './claim-code.tsx'
import { ClaimStateTag, personOf } from './claim-table.tsx'
import { GuardianPart } from './guardian-part.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { useOrganisation } from './organisation.ts'
import { ReissueDialog } from './reissue-dialog.tsx'
import { SuspendDialog } from './suspend-dialog.tsx'
import { VoidDialog } from './void-dialog.tsx'

type Done = 'resent' | 'suspended' | 'resumed' | 'voided' | 'reissued' | Erasure

/** One person's record: hand it over, or put something right. Another person is another page, with nothing left of the last. */
export default function ClaimPage({ id = '' }: { readonly id?: string }): VNode {
  return <OneClaim key={id} id={id} />
}

function OneClaim({ id }: { readonly id: string }): VNode {
  const organisation = useOrganisation()
  const { query } = useLocation()
  const claim = useLoaded((signal) => fetchClaim(organisation.id, id, signal), [organisation.id, id])
  const [done, setDone] = useState<Done | undefined>(query['new'] === '' ? 'reissued' : undefined)
  return (
    <Page title={claim.value === undefined ? claims.person : personOf(claim.value)} width="desk" crumbs={[{ href: organisation.at('/claims'), label: claims.title }]}>
      <Loaded of={claim}>
        {(value) => (
          <>
            <DoneNotice done={done} claim={value} />
            {value.hasTicket && <Notice kind="care" title={words.ticketTitle}><p>{words.ticketText}</p><div><ButtonLink href={organisation.at('/claims/second')}>{words.ticketAct}</ButtonLink></div></Notice>}
            <div class="split">
              <div class="stack stack-loose">
                <Facts claim={value} />
                {value.erasedAt === null && <Acts claim={value} onDone={(act) => { setDone(act); claim.reload() }} />}
              </div>
              <div class="stack beside">
                {value.link !== null && <HandOver claim={value} link={value.link} />}
                <GuardianPart claimId={value.id} onHandedOver={claim.reload} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function DoneNotice({ done, claim }: { readonly done: Done | undefined, readonly claim: Claim }): VNode | null {
  if (typeof done === 'object') return <Notice title={erase.done} isLive><p>{erase.doneNext(done)}</p></Notice>
  switch (done) {
    case 'resent': return <Notice title={words.resent} isLive><p>{words.resentTo[node.value?.mailsThrough ?? 'outbox'](claim.email)}</p></Notice>
    case 'suspended': return <Notice title={words.suspendDone} isLive><p>{words.suspendDoneNext}</p></Notice>
    case 'resumed': return <Notice title={words.resumed} isLive><p>{words.resumedNext}</p></Notice>
    case 'voided': return <Notice title={words.voided} isLive><p>{words.voidedNext}</p></Notice>
    case 'reissued': return <Notice title={words.reissued} isLive><p>{words.reissuedNext}</p></Notice>
    case undefined: return null
  }
}

function Facts({ claim }: { readonly claim: Claim }): VNode {
  const { at } = useOrganisation()
  const facts: readonly (readonly [string, ComponentChildren] | false)[] = [
    [claims.state, <span class="row"><ClaimStateTag claim={claim} /></span>],
    claim.email !== '' && [words.email, claim.email],
    [words.achievement, claim.achievement],
    [words.issued, formatMoment(claim.issuedAt)],
    claim.claimedAt !== null && [words.claimed, formatMoment(claim.claimedAt)],
    claim.suspendedAt !== null && [words.suspendedSince, words.suspendedBecause(formatMoment(claim.suspendedAt), words.suspendReasons[claim.suspendReason ?? 'other'])],
    claim.erasedAt !== null && [erase.since, formatMoment(claim.erasedAt)],
    claim.voidReason !== null && claim.erasedAt === null && [words.reason, words.reasons[claim.voidReason]],
    claim.reissuedAs !== null && [words.reissuedAs, <a class="link-touch" href={at(`/claims/${claim.reissuedAs}`)}>{words.reissuedAct}</a>],
    claim.hasCode && claim.state === 'unclaimed' && [words.code, <ClaimCode claim={claim} />],
    claim.mail !== null && claim.state === 'unclaimed' && [words.mail, <MailFact mail={claim.mail} />],
  ]
  return <dl class="facts card">{facts.filter((fact) => fact !== false).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
}

/** What became of the last mail: for a failure why, and the code that others will ask for. */
function MailFact({ mail: { state, through, code, settledAt } }: { readonly mail: ClaimMail }): VNode {
  return (
    <>
      {state === 'sent' && settledAt !== null && words.mailSent[through](formatMoment(settledAt))}
      {state === 'queued' && words.mailQueued}
      {state === 'failed' && <StateTag kind="fault">{claims.mailFailed}</StateTag>}
      {code !== null && <p>{explainMail(code)} <span class="quiet small">{words.mailCode(code)}</span></p>}
    </>
  )
}

function HandOver({ claim, link }: { readonly claim: Claim, readonly link: string }): VNode {
  return (
    <section class="card stack">
      <h2>{words.linkTitle}</h2>
      <p>{claim.suspendedAt === null ? words.linkText : words.linkSuspended}</p>
      <Qr text={link} label={words.qr(personOf(claim))} />
      <CopyLine label={words.link} text={link} />
    </section>
  )
}

function Acts({ claim, onDone }: { readonly claim: Claim, readonly onDone: (done: Done) => void }): VNode {
  const organisation = useOrganisation()
  const { route } = useLocation()
  const resending = useSend()
  const [open, setOpen] = useState<'suspend' | 'void' | 'reissue' | 'erase'>()
  const resuming = useSend()
  const resume = (): void => void resuming.send(() => resumeClaim(organisation.id, claim.id).then(() => onDone('resumed')))
  const resend = (): void => void resending.send(() => resendClaim(organisation.id, claim.id).then(() => onDone('resent')))
  return (
    <section class="stack">
      <h2>{words.actsTitle}</h2>
      {resending.problem !== undefined && <ProblemNotice problem={resending.problem} />}
      {resuming.problem !== undefined && <ProblemNotice problem={resuming.problem} />}
      <ul class="acts">
        {claim.suspendedAt !== null && <Act text={words.resumeText}><Button icon="check" kind="main" busy={resuming.isBusy && words.resuming} onPress={resume}>{words.resume}</Button></Act>}
        {claim.state === 'unclaimed' && claim.suspendedAt === null && <Act text={words.resendText(claim.email)}><Button icon="mail" busy={resending.isBusy && words.sending} onPress={resend}>{words.resend}</Button></Act>}
        {claim.reissuedAs === null && <Act text={claim.state === 'voided' ? words.reissueVoided : words.reissueText}><Button icon="arrow" onPress={() => setOpen('reissue')}>{words.reissue}</Button></Act>}
        {claim.state !== 'voided' && claim.suspendedAt === null && (claim.canSuspend ? <Act text={words.suspendText}><Button icon="pause" onPress={() => setOpen('suspend')}>{words.suspend}</Button></Act> : <li><p class="quiet">{words.suspendNever}</p></li>)}
        {claim.state !== 'voided' && <Act text={words.voidText}><Button icon="close" kind="danger" onPress={() => setOpen('void')}>{words.void}</Button></Act>}
        <Act text={erase.actText}><Button icon="close" kind="danger" onPress={() => setOpen('erase')}>{erase.act}</Button></Act>
      </ul>
      {open === 'suspend' && <SuspendDialog claim={claim} onClose={() => setOpen(undefined)} onDone={() => { setOpen(undefined); onDone('suspended') }} />}
      {open === 'void' && <VoidDialog claim={claim} onClose={() => setOpen(undefined)} onDone={() => { setOpen(undefined); onDone('voided') }} />}
      {open === 'erase' && <EraseDialog claim={claim} onClose={() => setOpen(undefined)} onDone={(erasure) => { setOpen(undefined); onDone(erasure) }} />}
      {open === 'reissue' && <ReissueDialog claim={claim} onClose={() => setOpen(undefined)} onDone={(next) => route(organisation.at(`/claims/${next.id}?new`))} />}
    </section>
  )
}

function Act({ text, children }: { readonly text: string, readonly children: ComponentChildren }): VNode {
  return <li><p>{text}</p><div>{children}</div></li>
}
