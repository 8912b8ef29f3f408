import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { verify } from '../messages/verify.ts'
import { Button } from './button.tsx'
import { FileDrop } from './file-drop.tsx'
import { Notice } from './notice.tsx'

interface CodeScannerProps {
  /** Called with what was read; of a photo there may be several. */
  readonly onTexts: (texts: readonly string[]) => void
  /** What is still to be looked for, said above the picture. */
  readonly ask?: string | undefined
  readonly onStop: () => void
}

/** Reads a code with the camera, or from a photo where there is no camera. */
export function CodeScanner({ onTexts, ask, onStop }: CodeScannerProps): VNode {
  const video = useRef<HTMLVideoElement>(null)
  const [fault, setFault] = useState<string>()
  useEffect(() => {
    const abort = new AbortController()
    if (video.current !== null) void watch(video.current, (text) => onTexts([text]), abort.signal).catch(() => { if (!abort.signal.aborted) setFault(verify.noCamera) })
    return () => abort.abort()
  }, [])
  const readPhoto = async (photo: File): Promise<void> => {
    const { readCodesOfPhoto } = await import('../read-code.ts')
    const texts = await readCodesOfPhoto(photo)
    if (texts.length === 0) setFault(verify.noCode)
    else onTexts(texts)
  }
  return (
    <section class="stack" aria-labelledby="scan-heading">
      <h2 id="scan-heading">{verify.scanHeading}</h2>
      {ask !== undefined && <Notice isLive><p>{ask}</p></Notice>}
      {fault === undefined ? <p class="quiet">{verify.scanHint}</p> : <Notice kind="care" isLive><p>{fault}</p></Notice>}
      <video class="scan" ref={video} muted playsInline hidden={fault === verify.noCamera} aria-label={verify.scanHeading} />
      <FileDrop label={verify.scanPhoto} hint={verify.scanPhotoHint} accept="image/*" onFile={(file) => void readPhoto(file)} />
      <div><Button icon="close" onPress={onStop}>{verify.scanStop}</Button></div>
    </section>
  )
}

/** Looks at a few frames a second until one holds a code. The camera is let go in any case. */
async function watch(video: HTMLVideoElement, onText: (text: string) => void, signal: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
  const stop = (): void => stream.getTracks().forEach((track) => track.stop())
  if (signal.aborted) return stop()
  signal.addEventListener('abort', stop)
  video.srcObject = stream
  await video.play()
  const { readCode } = await import('../read-code.ts')
  while (!signal.aborted) {
    const text = readCode(video, video.videoWidth, video.videoHeight)
    if (text !== undefined) {
      stop()
      return onText(text)
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
