import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { TextField } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { changeOrganisation, createApiKey, fetchApiKeys, type ApiKey, type OrganisationDraft } from '../../issuer-api.ts'
import { formatMoment } from '../../locale.ts'
import { settings as words } from '../../messages/settings.ts'
import { loadSession } from '../../session.ts'
import { useLoaded, type Loading } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { EndKeyDialog } from './end-key-dialog.tsx'
import { OrganisationForm } from './organisation-form.tsx'
import { useOrganisation } from './organisation.ts'
import { SigningKeysSection } from './signing-keys.tsx'

/** What the organisation is called, how it signs, and which programs act for it. */
export default function Settings(): VNode {
  const organisation = useOrganisation()
  return (
    <Page title={words.title} width="desk">
      <section class="stack column">
        <h2>{words.organisation}</h2>
        <NameAndAddress />
        <CopyLine label={words.did} text={organisation.did} />
        <p class="quiet small">{organisation.did.startsWith('did:web:') ? words.didWebHint : words.didKeyHint}</p>
      </section>
      <SigningKeysSection />
      <Keys />
      <section class="stack">
        <h2>{words.more}</h2>
        <p>{words.moreText}</p>
        <div><ButtonLink href={organisation.at('/settings/new-organisation')} icon="plus">{words.moreAct}</ButtonLink></div>
      </section>
    </Page>
  )
}

function NameAndAddress(): VNode {
  const { id, name, url } = useOrganisation()
  const [isSaved, setSaved] = useState(false)
  const save = async (draft: OrganisationDraft): Promise<void> => {
    setSaved(false)
    await changeOrganisation(id, draft)
    await loadSession()
    setSaved(true)
  }
  return (
    <>
      {isSaved && <Notice title={words.saved} isLive><p>{words.savedNext}</p></Notice>}
      <OrganisationForm name={name} url={url ?? ''} act={words.save} busy={words.saving} onSend={save}><p class="quiet small">{words.nameFromNow}</p></OrganisationForm>
    </>
  )
}

function Keys(): VNode {
  const { id } = useOrganisation()
  const keys = useLoaded((signal) => fetchApiKeys(id, signal), [id])
  return (
    <section class="stack">
      <h2>{words.keysTitle}</h2>
      <p>{words.keysText} <a href="/api-guide">{words.guide}</a></p>
      <NewKey onMade={keys.reload} />
      <Loaded of={keys}>{(list) => (list.length === 0 ? <p class="quiet">{words.keysEmpty}</p> : <KeyTable keys={list} onEnded={keys.reload} />)}</Loaded>
    </section>
  )
}

function NewKey({ onMade }: { readonly onMade: Loading<unknown>['reload'] }): VNode {
  const { id } = useOrganisation()
  const [name, setName] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [made, setMade] = useState<{ readonly name: string, readonly key: string }>()
  const sending = useSend()
  const make = (event: Event): void => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    void sending.send(async () => {
      setMade(await createApiKey(id, name.trim()))
      setName('')
      onMade()
    })
  }
  if (made !== undefined) {
    return (
      <Notice kind="care" title={words.newKeyTitle} isLive>
        <p>{words.newKeyText}</p>
        <CopyLine label={words.newKey(made.name)} text={made.key} />
        <div><Button onPress={() => setMade(undefined)}>{words.keyDone}</Button></div>
      </Notice>
    )
  }
  return (
    <form class="stack column" onSubmit={make} noValidate>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <TextField label={words.keyName} hint={words.keyNameHint} value={name} onValue={setName} fault={isMissing ? words.needKeyName : undefined} max={100} />
      <div><Button type="submit" icon="key" busy={sending.isBusy && words.making}>{words.makeKey}</Button></div>
    </form>
  )
}

function KeyTable({ keys, onEnded }: { readonly keys: readonly ApiKey[], readonly onEnded: () => void }): VNode {
  const [ending, setEnding] = useState<ApiKey>()
  return (
    <>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.keysTitle}</caption>
          <thead><tr><th scope="col">{words.name}</th><th scope="col">{words.made}</th><th scope="col">{words.used}</th><th scope="col"><span class="hidden-text">{words.act}</span></th></tr></thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <th scope="row">{key.name}</th>
                <td data-label={words.made}>{formatMoment(key.createdAt)}</td>
                <td data-label={words.used}>{key.lastUsedAt === null ? words.notUsed : formatMoment(key.lastUsedAt)}</td>
                <td><Button kind="danger" onPress={() => setEnding(key)}>{words.end} <span class="hidden-text">{words.endOf(key.name)}</span></Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ending !== undefined && <EndKeyDialog apiKey={ending} onClose={() => setEnding(undefined)} onDone={() => { setEnding(undefined); onEnded() }} />}
    </>
  )
}
