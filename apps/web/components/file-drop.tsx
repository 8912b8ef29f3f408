import type { VNode } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

interface FileDropProps {
  readonly label: string
  readonly hint: string
  readonly accept: string
  readonly onFile: (file: File) => void
  readonly id?: string | undefined
}

/** A place to drop a file, which is also an ordinary file field for keyboard, phone and screen reader. */
export function FileDrop({ label, hint, accept, onFile, id }: FileDropProps): VNode {
  const [isOver, setOver] = useState(false)
  const ownId = useId()
  const fieldId = id ?? ownId
  const take = (files: FileList | null | undefined): void => {
    setOver(false)
    const file = files?.[0]
    if (file !== undefined) onFile(file)
  }
  return (
    <div class="file-drop" data-over={isOver} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); take(event.dataTransfer?.files) }}>
      <Icon name="upload" />
      <label class="strong" for={fieldId}>{label}</label>
      <span class="quiet small" id={`${fieldId}-hint`}>{hint}</span>
      <input type="file" id={fieldId} accept={accept} aria-describedby={`${fieldId}-hint`}
        onChange={(event) => { const field = event.currentTarget; take(field.files); field.value = '' }} />
    </div>
  )
}
