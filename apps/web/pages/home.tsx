import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../components/button.tsx'
import { TextField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { home } from '../messages/home.ts'
import { node } from '../session.ts'

/** The first page: what this is, and three doors. */
export default function Home(): VNode {
  return (
    <Page title={home.title} lede={home.lede} width="desk">
      {node.value?.isSetUp === false && <Notice kind="care" title={home.newNode}><p>{home.newNodeNext}</p></Notice>}
      <div class="doors">
        <ClaimDoor />
        <section class="card door">
          <h2>{home.verifyTitle}</h2>
          <p>{home.verifyText}</p>
          <div><ButtonLink href="/verify" icon="search">{home.verifyAct}</ButtonLink></div>
        </section>
        <section class="card door">
          <h2>{home.issueTitle}</h2>
          <p>{home.issueText}</p>
          <div><ButtonLink href="/console" icon="desk">{home.issueAct}</ButtonLink></div>
        </section>
      </div>
      <section class="stack">
        <h2>{home.howTitle}</h2>
        <ol class="how">{home.how.map((part) => <li key={part.name}><h3>{part.name}</h3><p>{part.text}</p></li>)}</ol>
      </section>
    </Page>
  )
}

function ClaimDoor(): VNode {
  const [link, setLink] = useState('')
  const [isWrong, setWrong] = useState(false)
  const open = (event: Event): void => {
    event.preventDefault()
    const target = readClaimLink(link)
    setWrong(target === undefined)
    if (target !== undefined) location.assign(target)
  }
  const wallet = node.value?.walletBaseUrl
  return (
    <section class="card door door-main">
      <h2>{home.claimTitle}</h2>
      <p>{home.claimText}</p>
      <form class="stack stack-tight" onSubmit={open} noValidate>
        <TextField label={home.claimField} value={link} onValue={setLink} type="url" fault={isWrong ? home.claimFault : undefined} />
        <div><Button type="submit" kind="main">{home.claimAct}</Button></div>
      </form>
      {wallet !== undefined && <p>{home.walletLead} <a href={wallet}>{home.walletAct}</a></p>}
    </section>
  )
}

/** Untrusted: what was pasted. Only a claim page on http or https is followed, which then shows before it asks. */
function readClaimLink(text: string): string | undefined {
  const url = URL.parse(text.trim(), location.origin)
  const isClaim = url !== null && /^https?:$/.test(url.protocol) && /^\/claim\/[\w-]+\/?$/.test(url.pathname)
  return isClaim ? url.href : undefined
}
