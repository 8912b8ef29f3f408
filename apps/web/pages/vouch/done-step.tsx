import type { VNode } from 'preact'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { Page } from '../../components/page.tsx'
import { downloadFile } from '../../download-file.ts'
import { vouch as words } from '../../messages/vouch.ts'
import type { Signed } from './sign-words.ts'

/** Says that it is done, and gives what whoever signed should keep: nobody else has it. */
export function DoneStep({ asker, signed }: { readonly asker: string, readonly signed: Signed }): VNode {
  const { endorsement, takeBackLink, privateKey } = signed
  return (
    <Page key="done" title={words.doneTitle} lede={words.doneText(asker)}>
      <section class="stack">
        <h2>{words.keepHeading}</h2>
        <CopyLine label={words.takeBackLink} text={takeBackLink} />
        <p class="quiet">{words.takeBackHint}</p>
        <div><Button icon="download" onPress={() => downloadFile('endorsement.json', endorsement, 'application/vc+json')}>{words.copy}</Button></div>
        {privateKey !== undefined && (
          <div class="stack stack-tight">
            <div><Button icon="key" describedBy="vouch-key" onPress={() => downloadFile('endorsement-key.jwk.json', JSON.stringify(privateKey, null, 2), 'application/jwk+json')}>{words.key}</Button></div>
            <p class="quiet small" id="vouch-key">{words.keyHint}</p>
          </div>
        )}
      </section>
    </Page>
  )
}
