import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { SignInForm } from '../components/sign-in-form.tsx'
import { signIn } from '../messages/sign-in.ts'
import { loadSession, node } from '../session.ts'

/** Signs the people of an organisation in. */
export default function Login(): VNode {
  const { query, route } = useLocation()
  const goOn = async (): Promise<void> => {
    await loadSession()
    route(safeNext(query['next']), true)
  }
  return (
    <Page title={signIn.title} lede={signIn.lede}>
      {node.value?.isSetUp === false && <Notice kind="care" title={signIn.notSetUp}><p>{signIn.notSetUpNext}</p></Notice>}
      <SignInForm onEntered={goOn} />
    </Page>
  )
}

/** Untrusted: the address to go on to comes from the link; only a page of the desk, of one's account or of the network is taken. */
const safeNext = (next: string | undefined): string => (next !== undefined && /^\/(?:account|network|console(\/[\w/?=&.-]*)?)$/.test(next) ? next : '/console')
