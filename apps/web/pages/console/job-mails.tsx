import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { mailJob, type Job, type JobMails } from '../../issuer-api.ts'
import { formatNumber } from '../../locale.ts'
import { explainMail, mails as words } from '../../messages/mail.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'

/** Mails everybody of a list their link: asks first, then tells how far it is. */
export function JobMailsPart({ job, mail, onAsked }: { readonly job: Job, readonly mail: JobMails, readonly onAsked: () => void }): VNode | null {
  const [isOpen, setOpen] = useState(false)
  const { unmailed, queued, sent, failed, through } = mail
  if (unmailed + queued + sent + failed === 0) return null
  return (
    <section class="stack">
      <h2>{words.title}</h2>
      {queued > 0 && <Under mail={mail} />}
      {queued === 0 && sent > 0 && <p role="status">{words.sent[through](sent, formatNumber(sent))}</p>}
      {failed > 0 && <Failed job={job} count={failed} />}
      {unmailed > 0 && (
        <>
          <p>{words.nobodyYet(unmailed, formatNumber(unmailed))}</p>
          <div><Button icon="mail" onPress={() => setOpen(true)}>{words.act(unmailed, formatNumber(unmailed))}</Button></div>
        </>
      )}
      {isOpen && <AskDialog job={job} mail={mail} onClose={() => setOpen(false)} onDone={() => { setOpen(false); onAsked() }} />}
    </section>
  )
}

function Under({ mail: { queued, sent, failed, trouble } }: { readonly mail: JobMails }): VNode {
  const [done, total] = [sent + failed, sent + failed + queued]
  return (
    <>
      <ProgressBar label={words.progress} done={done} total={total} words={words.progressWords(formatNumber(done), formatNumber(total), formatNumber(queued))} />
      {trouble === null ? <p>{words.progressNext}</p> : <Notice kind="care" title={words.trouble} isLive><p>{explainMail(trouble)}</p><p>{words.troubleNext}</p></Notice>}
    </>
  )
}

function Failed({ job, count }: { readonly job: Job, readonly count: number }): VNode {
  const { at } = useOrganisation()
  return (
    <Notice kind="care" title={words.failedTitle(count, formatNumber(count))}>
      <p>{words.failedNext}</p>
      <div><ButtonLink href={at(`/claims?job=${job.id}&mail=failed`)} icon="people">{words.failedAct}</ButtonLink></div>
    </Notice>
  )
}

function AskDialog({ job, mail: { unmailed, through }, onClose, onDone }: { readonly job: Job, readonly mail: JobMails, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const shown = formatNumber(unmailed)
  return (
    <ConfirmDialog title={words.confirmTitle(unmailed, shown)} act={words.confirmAct[through]} busy={sending.isBusy && words.asking} problem={sending.problem}
      onAct={() => void sending.send(() => mailJob(id, job.id).then(onDone))} onClose={onClose}>
      <p>{through === 'smtp' ? words.confirmSmtp(unmailed, shown) : words.confirmOutbox(unmailed, shown)}</p>
      <p>{words.confirmOnce}</p>
      {job.secondFactor && <p>{words.confirmCode}</p>}
    </ConfirmDialog>
  )
}
