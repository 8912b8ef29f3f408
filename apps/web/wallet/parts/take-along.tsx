import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { describeCredential, type WalletRecord } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { downloadFile, fileNameOf } from '../../download-file.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletCard } from '../../messages/wallet-card.ts'
import { walletRecord as words } from '../../messages/wallet-record.ts'
import type { OpenSession } from '../session.ts'

/** The record as files: the signed document as it came, and a picture that carries it. */
export function TakeAlong({ session, record }: { readonly session: OpenSession; readonly record: WalletRecord }): VNode {
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const description = describeCredential(record.credential)
  const name = fileNameOf(description.name ?? '')
  /** What others can check: of a record that can be shown in part, a copy that shows all of it. */
  const wholeText = async (): Promise<string> => {
    const { canShowParts, showParts } = await import('../heavy.ts')
    return canShowParts(record.credential) ? showParts(record.credential, 'all', session.context.cryptography) : record.credential
  }
  const saveDocument = async (): Promise<void> => downloadFile(`${name}.json`, await wholeText(), 'application/vc+ld+json')
  const savePicture = async (): Promise<void> => {
    setBusy(true)
    setFailed(false)
    try {
      const [{ bakePng }, { drawBadge }] = await Promise.all([import('../heavy.ts'), import('./draw-badge.ts')])
      downloadFile(`${name}.png`, bakePng(await drawBadge(description), await wholeText()), 'image/png')
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
        <Button icon="download" onPress={() => void saveDocument()}>{words.downloadJson}</Button>
        <Button icon="download" busy={isBusy && wallet.working} onPress={() => void savePicture()}>{words.downloadPng}</Button>
        <ButtonLink icon="print" href={`/record/${record.id}/card`}>{walletCard.open}</ButtonLink>
      </div>
      <p class="quiet small">{words.pngHelp}</p>
    </section>
  )
}
