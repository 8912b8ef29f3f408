import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { EvidenceItem, EvidenceState } from 'everlearned/verifier'
import { downloadFile } from '../download-file.ts'
import { evidence as words } from '../messages/evidence.ts'
import { Button } from './button.tsx'
import { EvidenceView } from './evidence-view.tsx'
import { Icon, type IconName } from './icon.tsx'
import './evidence.css'

const looks: Readonly<Record<EvidenceState, readonly ['yes' | 'no' | 'unknown', IconName]>> = {
  'matched': ['yes', 'check'], 'within': ['yes', 'check'], 'mismatched': ['no', 'close'], 'missing': ['unknown', 'question'], 'unbound': ['unknown', 'question'], 'not-supported': ['unknown', 'question'],
}

/** The evidence that a record names: whether each file is the one that was meant, in words, and what is in it, closed off from the page. */
export default function EvidenceSection({ items }: { readonly items: readonly EvidenceItem[] }): VNode {
  return (
    <section class="stack" data-testid="evidence">
      <h2>{words.heading}</h2>
      <p class="quiet small">{words.caution}</p>
      <ul class="evidence">{items.map((item, index) => <li key={index}><Item item={item} /></li>)}</ul>
    </section>
  )
}

function Item({ item: { state, name, address, mediaType, bytes } }: { readonly item: EvidenceItem }): VNode {
  const [isOpen, setOpen] = useState(false)
  const [answer, icon] = looks[state]
  const title = name ?? words.unnamed
  return (
    <div class="stack stack-tight">
      <p class="row"><Icon name="file" /><span class="strong"><bdi>{title}</bdi></span></p>
      <p class={`evidence-state evidence-${answer}`}><Icon name={icon} /><span>{words.state[state]}</span></p>
      {address !== undefined && <p class="quiet small">{words.lies} <span class="code" dir="ltr">{address}</span></p>}
      {bytes !== undefined && (
        <div class="button-row">
          <Button expanded={isOpen} onPress={() => setOpen(!isOpen)}>{isOpen ? words.close : words.look}</Button>
          <Button icon="download" onPress={() => downloadFile(title, bytes, 'application/octet-stream')}>{words.save}</Button>
        </div>
      )}
      {isOpen && bytes !== undefined && <EvidenceView file={{ name: title, mediaType, bytes }} />}
    </div>
  )
}
