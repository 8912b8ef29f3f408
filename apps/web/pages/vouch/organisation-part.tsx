import type { VNode } from 'preact'
import type { EndorsementWords } from 'everlearned/credential'
import { Button } from '../../components/button.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { vouch as words } from '../../messages/vouch.ts'
import { loadSession, session } from '../../session.ts'
import { useSend } from '../../use-send.ts'
import type { OpenRequest, Signed } from './sign-words.ts'

/** Whoever runs an organisation here may sign in its name. Nobody is asked who they are before they ask for this. */
export function OrganisationPart({ request, words: said, onSigned }: { readonly request: OpenRequest, readonly words: EndorsementWords, readonly onSigned: (signed: Signed) => void }): VNode {
  const { isBusy, problem, send } = useSend()
  const organisations = session.value?.organisations ?? []
  const sign = (id: string): void => void send(async () => {
    const { signForOrganisation } = await import('./sign-words.ts')
    onSigned(await signForOrganisation(request, said, id))
  })
  return (
    <section class="stack stack-tight">
      <h2>{words.organisation}</h2>
      <p class="quiet">{words.organisationHint}</p>
      {session.value === undefined && <div><Button busy={isBusy && words.loading} onPress={() => void send(loadSession)}>{words.organisationLook}</Button></div>}
      {session.value !== undefined && organisations.length === 0 && <p role="status">{words.organisationNone}</p>}
      {organisations.map(({ id, name }) => <div key={id}><Button busy={isBusy && words.working} onPress={() => sign(id)}>{words.organisationSign(name)}</Button></div>)}
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </section>
  )
}
