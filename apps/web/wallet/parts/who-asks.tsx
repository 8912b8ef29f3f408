import type { VNode } from 'preact'
import { Notice } from '../../components/notice.tsx'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import type { Counterpart } from '../exchange/meeting.ts'

/** Who is on the other side: the address first, what they say of themselves as theirs, and whether anybody knows them. */
export function WhoAsks({ who }: { readonly who: Counterpart }): VNode {
  return (
    <section class="stack">
      <h2>{words.who}</h2>
      <dl class="facts"><div><dt>{words.address}</dt><dd><bdi class="code">{who.host}</bdi></dd></div></dl>
      {who.knownName !== undefined && <Notice><p>{words.known(who.knownName)}</p></Notice>}
      {who.knownName === undefined && (
        <Notice kind="care" title={words.unverified}>
          {who.calledName !== undefined && <p>{words.calls(who.calledName)}</p>}
          <p>{words.unverifiedText}</p>
        </Notice>
      )}
    </section>
  )
}
