import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { type FileContent, type LifeContext, type LifeEvidence, loadFile, maxFileBytes } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { EvidenceView } from '../../components/evidence-view.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { Icon } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { downloadFile } from '../../download-file.ts'
import { formatFileSize, formatNumber } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletLife } from '../../messages/wallet-life.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'

const words = walletLife.evidence
const megabytes = (bytes: number): string => formatNumber(bytes / 1_048_576)

interface EvidenceProps {
  readonly session: OpenSession
  readonly files: readonly LifeEvidence[]
  /** How many there can be. */
  readonly most: number
  /** What is said once one was added. */
  readonly added: string
  readonly onAdd: (file: FileContent, context: LifeContext) => Promise<unknown>
  readonly onRemove: (id: string, context: LifeContext) => Promise<unknown>
  readonly onChange: () => void
}

/** The files that show something: each can be looked at, saved and removed; more can be added. */
export function EvidencePart({ session, files, most, added, onAdd, onRemove, onChange }: EvidenceProps): VNode {
  const [notice, setNotice] = useState<{ readonly kind: 'info' | 'fault', readonly text: string }>()
  const [isBusy, setBusy] = useState(false)
  const change = async (act: (context: LifeContext) => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true)
    setNotice(undefined)
    try {
      await act({ ...session.context, now: new Date() })
      setNotice({ kind: 'info', text: done })
      onChange()
    } catch (thrown) {
      const code = codeOf(thrown)
      setNotice({ kind: 'fault', text: code === 'holder/file-too-large' ? words.tooLarge(megabytes(maxFileBytes)) : code === 'holder/evidence-too-many' ? words.tooMany : words.unreadable })
    } finally {
      setBusy(false)
    }
  }
  const add = (file: File): void => {
    if (file.size > maxFileBytes) return setNotice({ kind: 'fault', text: words.tooLarge(megabytes(maxFileBytes)) })
    void change(async (context) => onAdd({ name: file.name, mediaType: file.type, bytes: new Uint8Array(await file.arrayBuffer()) }, context), added)
  }
  const remove = (id: string): void => void change((context) => onRemove(id, context), words.removed)
  return (
    <section class="stack">
      <h2>{words.heading}</h2>
      {notice !== undefined && <Notice kind={notice.kind} isLive><p>{notice.text}</p></Notice>}
      {isBusy && <p class="quiet" role="status">{wallet.working}</p>}
      {files.length === 0 ? <p class="quiet">{words.none}</p> : <ul class="evidence">{files.map((file) => <li key={file.id}><EvidenceItem session={session} file={file} onRemove={() => remove(file.id)} /></li>)}</ul>}
      <FileDrop id="evidence-file" label={words.add} hint={words.hint(megabytes(maxFileBytes), formatNumber(most))} accept="image/*,application/pdf,text/*,audio/*,video/*,application/json,.md,.py,.ts,.js,.java,.c,.cpp,.go,.rs" onFile={add} />
    </section>
  )
}

function EvidenceItem({ session, file, onRemove }: { readonly session: OpenSession, readonly file: LifeEvidence, readonly onRemove: () => void }): VNode {
  const [isOpen, setOpen] = useState(false)
  const content = useLoaded(async () => (await loadFile(file.id, session.context)) ?? null, [file.id]).value
  return (
    <div class="stack stack-tight">
      <p class="row"><Icon name="file" /><span class="strong"><bdi>{file.name}</bdi></span> <span class="quiet small">{formatFileSize(file.size)}</span></p>
      {content === null ? <p class="fault">{words.gone}</p> : (
        <div class="button-row">
          <Button expanded={isOpen} onPress={() => setOpen(!isOpen)}>{isOpen ? words.close : words.look}</Button>
          <Button icon="download" onPress={() => { if (content !== undefined) downloadFile(file.name, content.bytes, 'application/octet-stream') }}>{words.save}</Button>
          <Button onPress={onRemove}>{words.remove}</Button>
        </div>
      )}
      {isOpen && content !== undefined && content !== null && <EvidenceView file={content} />}
    </div>
  )
}
