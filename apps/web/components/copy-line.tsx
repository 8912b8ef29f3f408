import type { VNode } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { frame } from '../messages/frame.ts'
import { Button } from './button.tsx'

interface CopyButtonProps {
  readonly text: string
  readonly label?: string
  /** Whose text it is, for those who hear a column of equal buttons. */
  readonly about?: string
  readonly onRefused?: () => void
}

/** Copies a text and says so. Where the clipboard is closed to us the text is selected, to be copied by hand. */
export function CopyButton({ text, label = frame.copy, about, onRefused }: CopyButtonProps): VNode {
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 4000)
    } catch {
      onRefused?.()
    }
  }
  return (
    <>
      <Button icon={isCopied ? 'check' : 'copy'} onPress={() => void copy()}>{isCopied ? frame.copied : label}{about !== undefined && <span class="hidden-text"> ({about})</span>}</Button>
      <span class="hidden-text" role="status">{isCopied ? frame.copied : ''}</span>
    </>
  )
}

/** A text that one takes along, such as a link or a key, with its button. */
export function CopyLine({ label, text }: { readonly label: string, readonly text: string }): VNode {
  const id = useId()
  const line = useRef<HTMLInputElement>(null)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="link-line">
        <input class="input" id={id} ref={line} readOnly value={text} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
        <CopyButton text={text} onRefused={() => line.current?.focus()} />
      </div>
    </div>
  )
}
