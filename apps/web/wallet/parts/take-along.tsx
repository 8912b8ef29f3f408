import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { describeCredential, type WalletRecord } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { downloadFile, fileNameOf } from '../../download-file.ts'
import { wallet } from '../../messages/en/wallet.ts'

const words = wallet.record

/** The record as files: the signed document as it came, and a picture that carries it. */
export function TakeAlong({ record }: { readonly record: WalletRecord }): VNode {
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const description = describeCredential(record.credential)
  const name = fileNameOf(description.name ?? '')
  const savePicture = async (): Promise<void> => {
    setBusy(true)
    setFailed(false)
    try {
      const [{ bakePng }, { drawBadge }] = await Promise.all([import('../heavy.ts'), import('./draw-badge.ts')])
      downloadFile(`${name}.png`, bakePng(await drawBadge(description), record.credential), 'image/png')
    } catch {
      setFailed(true)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="stack">
      <h2>{words.downloadHeading}</h2>
      <p>{words.downloadHelp}</p>
      {hasFailed && <Notice kind="fault"><p>{words.pictureFault}</p></Notice>}
      <div class="buttons">
        <Button icon="download" onPress={() => downloadFile(`${name}.json`, record.credential, 'application/vc+ld+json')}>{words.downloadJson}</Button>
        <Button icon="download" busy={isBusy && wallet.working} onPress={() => void savePicture()}>{words.downloadPng}</Button>
      </div>
      <p class="quiet small">{words.pngHelp}</p>
    </section>
  )
}
