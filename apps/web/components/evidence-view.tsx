import type { VNode } from 'preact'
import { type FileContent, viewOf } from 'everlearned/holder'
import { encodeBase64 } from 'everlearned/encoding'
import { evidence as words } from '../messages/evidence.ts'
import { frameStart, trustFrame } from '../trusted-types.ts'
import { useLoaded } from '../use-loaded.ts'
import './evidence.css'

/** Untrusted: of a longer text the beginning is shown, and of a larger file nothing. */
const maxShown = 100_000
const maxBytes = 10_485_760

/**
 * Shows a file that anybody may have made. Pictures, sound and film stand in a frame of no origin, without script and without network; text is
 * shown as text, whatever it says it is; of a PDF its words, read in a worker.
 */
export function EvidenceView({ file }: { readonly file: FileContent }): VNode {
  const view = viewOf(file.mediaType)
  if (file.bytes.length > maxBytes) return <p>{words.tooLarge}</p>
  if (view === 'text') return <Words text={new TextDecoder().decode(file.bytes.subarray(0, maxShown * 4))} name={file.name} />
  if (view === 'pdf') return <PdfWords file={file} />
  if (view === 'none') return <p>{words.notShown}</p>
  return (
    <div class="stack stack-tight">
      <iframe class={`evidence-frame evidence-${view}`} sandbox="" title={words.title(file.name)} srcdoc={trustFrame(frameOf(file, view))} />
      {view === 'image' && <p class="quiet small">{words.noPicture}</p>}
    </div>
  )
}

function Words({ text, name }: { readonly text: string, readonly name: string }): VNode {
  return <pre class="raw card" tabIndex={0} role="region" aria-label={words.title(name)} dir="auto">{text.slice(0, maxShown)}</pre>
}

function PdfWords({ file }: { readonly file: FileContent }): VNode {
  const lines = useLoaded(async () => (await import('../wallet/ask-file-worker.ts')).readPdfApart(file.bytes), [file]).value
  if (lines === undefined) return <p class="quiet" role="status">…</p>
  if (typeof lines === 'string' || lines.every((line) => line.trim() === '')) return <p>{words.notShown}</p>
  return <div class="stack stack-tight"><p class="quiet small">{words.pdfWords}</p><Words text={lines.join('\n')} name={file.name} /></div>
}

/** Only the type of the file, which is one of a few words, and base64 go into the markup. */
function frameOf({ mediaType, bytes }: FileContent, view: 'image' | 'audio' | 'video'): string {
  const type = /^[a-z]+\/[a-z0-9.+-]+/.exec(mediaType.toLowerCase())?.[0] ?? ''
  const source = `src="data:${type};base64,${encodeBase64(bytes)}"`
  return frameStart + (view === 'image' ? `<img alt="" width="100%" ${source}>` : `<${view} controls width="100%" ${source}></${view}>`)
}
