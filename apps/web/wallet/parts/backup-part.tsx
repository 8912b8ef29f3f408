import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { loadBackupNote, saveBackupNote } from 'everlearned/holder'
import { ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { downloadFile } from '../../download-file.ts'
import { formatMoment } from '../../locale.ts'
import { walletSettings as words } from '../../messages/wallet-settings.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { PassphraseForm } from './passphrase-form.tsx'

/** Saves the whole wallet as one locked file, with a passphrase of its own. */
export function BackupPart({ session }: { readonly session: OpenSession }): VNode {
  const [isDone, setDone] = useState(false)
  const note = useLoaded(async () => (await loadBackupNote(session.context)) ?? null, [session.context])
  const save = async (passphrase: string): Promise<void> => {
    const { formatBackup } = await import('../heavy.ts')
    const { seed, storage, context } = session
    const now = new Date()
    const file = await formatBackup({ seed, passphrase, storage, cryptography: context.cryptography, now })
    downloadFile(`everlearned-backup-${now.toISOString().slice(0, 10)}.json`, file, 'application/json')
    await saveBackupNote(now, context)
    setDone(true)
    note.reload()
  }
  return (
    <section class="stack" id="backup">
      <h2>{words.backupHeading}</h2>
      {note.value !== undefined && <p class="strong">{note.value === null ? words.backupNever : words.backupLast(formatMoment(note.value.madeAt))}</p>}
      <p>{words.backupText}</p>
      {isDone ? <Notice isLive><p>{words.backupDone}</p><div><ButtonLink href="/">{words.backupNext}</ButtonLink></div></Notice> : <PassphraseForm label={words.backupPassphrase} act={words.backupMake} onPassphrase={save} />}
    </section>
  )
}
