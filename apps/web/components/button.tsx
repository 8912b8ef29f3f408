import type { ComponentChildren, VNode } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** How a button looks: the one main act of a page, another act, one that cannot be taken back, or a word in a line. */
export type ButtonKind = 'main' | 'plain' | 'danger' | 'link'

const classOf: Readonly<Record<ButtonKind, string>> = { main: 'button', plain: 'button-plain', danger: 'button-danger', link: 'button-link' }

interface ButtonProps {
  readonly kind?: ButtonKind | undefined
  readonly type?: 'button' | 'submit' | undefined
  readonly icon?: IconName | undefined
  /** While busy the button keeps its place in the tab order, says what is going on and ignores presses. */
  readonly busy?: string | false | undefined
  readonly onPress?: (() => void) | undefined
  readonly class?: string | undefined
  readonly expanded?: boolean | undefined
  readonly describedBy?: string | undefined
  readonly children: ComponentChildren
}

/** A button named by a verb. */
export function Button({ kind = 'plain', type = 'button', icon, busy = false, onPress, class: extra = '', expanded, describedBy, children }: ButtonProps): VNode {
  const press = (event: Event): void => {
    if (busy !== false) event.preventDefault()
    else onPress?.()
  }
  return (
    <button type={type} class={`${classOf[kind]} ${extra}`} aria-disabled={busy !== false} aria-expanded={expanded} aria-describedby={describedBy} onClick={press}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{busy === false ? children : busy}</span>
    </button>
  )
}

interface ButtonLinkProps {
  readonly href: string
  readonly kind?: ButtonKind | undefined
  readonly icon?: IconName | undefined
  /** The name of the file, when following the link saves one. */
  readonly download?: string | undefined
  readonly class?: string | undefined
  readonly children: ComponentChildren
}

/** A link that stands where a button would: it goes somewhere. */
export function ButtonLink({ href, kind = 'plain', icon, download, class: extra = '', children }: ButtonLinkProps): VNode {
  return (
    <a class={`${classOf[kind]} ${extra}`} href={href} download={download}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}
