import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { form } from '../messages/form.ts'

/** One fault, and the id of the field it is about. */
export interface Fault { readonly field: string, readonly message: string }

/** Says at the top of a form what is to be put right, each linked to its field. Takes the focus when it appears. */
export function FaultSummary({ faults }: { readonly faults: readonly Fault[] }): VNode | null {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { if (faults.length > 0) box.current?.focus() }, [faults])
  if (faults.length === 0) return null
  const jump = (field: string) => (event: Event): void => {
    event.preventDefault()
    document.getElementById(field)?.focus()
  }
  return (
    <div class="fault-summary stack stack-tight" role="alert" tabIndex={-1} ref={box}>
      <h2>{form.toPutRight(faults.length)}</h2>
      <ul>{faults.map((fault) => <li key={fault.field}><a href={`#${fault.field}`} onClick={jump(fault.field)}>{fault.message}</a></li>)}</ul>
    </div>
  )
}
