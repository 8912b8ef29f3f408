import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { exportWallet } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { downloadFile } from '../../download-file.ts'
import { custody } from '../../messages/custody.ts'
import { PassphraseForm } from '../parts/passphrase-form.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'

const words = custody.export

/** Saves everything as an archive that other programs can read; the keys only when they are asked for. */
export default function Export({ session }: OpenPageProps): VNode {
  const [withKeys, setWithKeys] = useState(false)
  const [isDone, setDone] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const save = async (passphrase?: string): Promise<void> => {
    setBusy(true)
    setDone(false)
    const now = new Date()
    const file = await exportWallet({ ...session.context, now, ...(passphrase === undefined ? {} : { withKeys: { seed: session.seed, passphrase } }) }).finally(() => setBusy(false))
    downloadFile(`everlearned-export-${now.toISOString().slice(0, 10)}.zip`, file, 'application/zip')
    setDone(true)
  }
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/settings', label: custody.settings }]}>
      <Notice kind="care"><p>{words.warning}</p></Notice>
      {isDone && <Notice isLive><p data-testid="export-saved">{words.saved}</p></Notice>}
      <CheckField label={words.keys} isChecked={withKeys} onChange={setWithKeys} />
      <p class="quiet">{words.keysHint}</p>
      {withKeys
        ? <PassphraseForm label={words.passphrase} act={words.save} onPassphrase={save} />
        : <div class="button-row"><Button kind="main" icon="download" busy={isBusy && custody.working} onPress={() => void save()}>{words.save}</Button></div>}
      <p class="quiet">{words.format}</p>
    </Page>
  )
}
