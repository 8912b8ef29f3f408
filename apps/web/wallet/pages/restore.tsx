import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletRestore as words } from '../../messages/wallet-settings.ts'
import { codeOf } from '../parts/code-of.ts'
import { openRestored, session } from '../session.ts'

/** Puts a backup file in the place of what this device holds. */
export default function Restore(): VNode {
  const { route } = useLocation()
  const state = session.value
  const hasWallet = state.kind === 'locked' || state.kind === 'open'
  const [file, setFile] = useState<File>()
  const [passphrase, setPassphrase] = useState('')
  const [mayReplace, setMayReplace] = useState(false)
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const restore = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy || state.kind === 'looking' || state.kind === 'unavailable') return
    if (file === undefined || (hasWallet && !mayReplace)) return setFault(file === undefined ? words.missing : words.confirmMissing)
    setBusy(true)
    setFault(undefined)
    try {
      const { restoreFile } = await import('../restore-file.ts')
      await openRestored(await restoreFile(file, passphrase, state.storage))
      route('/')
    } catch (thrown) {
      setFault(faultOf(codeOf(thrown)))
      setBusy(false)
    }
  }
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      <form class="stack" onSubmit={(event) => void restore(event)} noValidate>
        {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
        <FileDrop label={file?.name ?? words.file} hint={words.fileHint} accept=".json,.zip,application/json,application/zip" onFile={setFile} />
        <TextField label={words.passphrase} value={passphrase} onValue={setPassphrase} type="password" autoComplete="off" max={1000} />
        {hasWallet && <Notice kind="care"><p>{words.replace}</p><CheckField label={words.confirm} isChecked={mayReplace} onChange={setMayReplace} /></Notice>}
        <div class="button-row"><Button type="submit" kind="main" busy={isBusy && wallet.working}>{words.done}</Button></div>
      </form>
      <section class="stack">
        <h2>{words.otherHeading}</h2>
        <ul class="ways">
          <li><a href="/restore/words" data-testid="back-words">{words.byWords}</a></li>
          <li><a href="/restore/people" data-testid="back-people">{words.byPeople}</a></li>
        </ul>
      </section>
    </Page>
  )
}

function faultOf(code: string): string {
  if (code === 'holder/export-without-keys') return words.withoutKeys
  return ['holder/backup-malformed', 'holder/archive-malformed', 'holder/archive-too-large'].includes(code) ? words.malformed : words.wrong
}
