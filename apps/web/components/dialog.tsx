import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { ApiProblem } from '../api.ts'
import { frame } from '../messages/frame.ts'
import { Button, type ButtonKind } from './button.tsx'
import { ProblemNotice } from './problem-notice.tsx'

interface ConfirmDialogProps {
  readonly title: string
  /** The verb of what is about to happen. */
  readonly act: string
  readonly actKind?: ButtonKind | undefined
  readonly busy?: string | false | undefined
  readonly problem?: ApiProblem | undefined
  readonly onAct: () => void
  readonly onClose: () => void
  /** What will happen, and to whom. */
  readonly children: ComponentChildren
}

/** Asks before something that reaches other people. The browser keeps the focus inside and gives it back. */
export function ConfirmDialog({ title, act, actKind = 'main', busy, problem, onAct, onClose, children }: ConfirmDialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => { if (opener instanceof HTMLElement) opener.focus() }
  }, [])
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); onAct() }}>
        <h2 id={titleId}>{title}</h2>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {children}
        <div class="button-row">
          <Button type="submit" kind={actKind} busy={busy}>{act}</Button>
          <Button onPress={() => dialog.current?.close()}>{frame.leaveAsItIs}</Button>
        </div>
      </form>
    </dialog>
  )
}
