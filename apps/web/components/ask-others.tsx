import type { VNode } from 'preact'
import { verify } from '../messages/verify.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Other addresses would have more to say, and learn that somebody asks: they are asked when the reader wants it. */
export function AskOthers({ notAsked, onAsk }: { readonly notAsked: readonly string[]; readonly onAsk: () => void }): VNode | null {
  if (notAsked.length === 0) return null
  return (
    <div class="no-print">
      <Notice title={verify.ask.heading}>
        <p>{verify.ask.text}</p>
        <ul>{notAsked.map((origin) => <li key={origin} class="code">{origin}</li>)}</ul>
        <div><Button onPress={onAsk}>{verify.ask.act}</Button></div>
      </Notice>
    </div>
  )
}
