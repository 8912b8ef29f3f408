import type { ComponentChildren, VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { languageAt, languages, readersLanguage } from '../languages.ts'
import { frame } from '../messages/frame.ts'
import { Icon } from './icon.tsx'
import { LanguageSwitch } from './language-switch.tsx'

/** A link of the head or the foot. */
export interface FrameLink { readonly href: string, readonly label: string, readonly isCurrent?: boolean | undefined }

interface FrameProps {
  readonly home: string
  readonly place?: string | undefined
  readonly nav: readonly FrameLink[]
  readonly foot: readonly FrameLink[]
  readonly navEnd?: ComponentChildren
  readonly isRehearsal?: boolean | undefined
  readonly children: ComponentChildren
}

/** What every page stands in: a way past the head, the name, a few links, the page, the foot. */
export function Frame({ home, place, nav, foot, navEnd, isRehearsal = false, children }: FrameProps): VNode {
  const { path } = useLocation()
  const isOwnLanguage = languageAt(path) === readersLanguage()
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skipToMain}>{frame.skip}</a>
      <header class="frame-head">
        <div class="frame-head-inner">
          <a class="brand" href={home}>
            <img src="/icon.svg" alt="" width="28" height="28" />
            <span>{frame.product}{place !== undefined && <span class="quiet"> {place}</span>}</span>
          </a>
          {(nav.length > 0 || navEnd !== undefined) && (
            <nav class="head-nav" aria-label={frame.mainMenu}>
              {nav.map((link) => <a key={link.href} href={link.href} aria-current={link.isCurrent === true ? 'page' : undefined}>{link.label}</a>)}
              {navEnd}
            </nav>
          )}
        </div>
      </header>
      {isRehearsal && <aside class="banner" aria-label={frame.rehearsalLabel}><p><Icon name="alert" /><span><strong>{frame.rehearsal}</strong> {frame.rehearsalMeaning}</span></p></aside>}
      {!isOwnLanguage && <NotInTheirLanguage />}
      <main class="frame-main" id="main" tabIndex={-1}>{children}</main>
      <footer class="frame-foot">
        <div class="frame-foot-inner">
          {foot.map((link) => <a key={link.href} href={link.href}>{link.label}</a>)}
          <span>{frame.free}</span>
          {isOwnLanguage && <LanguageSwitch label={frame.language} />}
        </div>
      </footer>
    </div>
  )
}

/** Said in the reader's own language. */
function NotInTheirLanguage(): VNode {
  const own = readersLanguage()
  return <aside class="banner" lang={own} dir={languages[own].direction} aria-label={languages[own].name}><p><Icon name="info" /><span>{languages[own].notHere}</span></p></aside>
}

function skipToMain(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
