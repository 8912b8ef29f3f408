import type { ComponentChildren, VNode } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** One short line at the foot of a card. */
export interface CardLine { readonly icon: IconName, readonly text: ComponentChildren }

interface CredentialCardProps {
  readonly issuer: string
  /** A sign in place of the first letter of the issuer, where that is no name. */
  readonly mark?: IconName | undefined
  /** Where more is said of the issuer. */
  readonly issuerHref?: string | undefined
  readonly name: string
  readonly kind?: string | undefined
  readonly description?: string | undefined
  /** Whose it is, as the card should say it. */
  readonly holder?: string | undefined
  readonly lines: readonly CardLine[]
  readonly headingLevel?: 2 | 3 | undefined
}

/**
 * A credential as a card: who says it, what it says, whose it is, and one line each for level and status.
 * It is no `article`: a card is often a link as a whole, and an article gives a link no name that is read aloud.
 */
export function CredentialCard({ issuer, mark, issuerHref, name, kind, description, holder, lines, headingLevel = 2 }: CredentialCardProps): VNode {
  const Heading = `h${headingLevel}` as const
  return (
    <div class="credential">
      <p class="credential-issuer"><span class="credential-mark" aria-hidden="true">{mark === undefined ? initialOf(issuer) : <Icon name={mark} />}</span>{issuerHref === undefined ? <bdi>{issuer}</bdi> : <a class="link-touch" href={issuerHref}><bdi>{issuer}</bdi></a>}</p>
      <div class="stack stack-tight">
        {kind !== undefined && <p class="quiet small">{kind}</p>}
        <Heading class="credential-name"><bdi>{name}</bdi></Heading>
        {holder !== undefined && <p class="strong"><bdi>{holder}</bdi></p>}
        {description !== undefined && description !== '' && description !== name && <p><bdi>{description}</bdi></p>}
      </div>
      {lines.length > 0 && <div class="credential-lines">{lines.map((line, index) => <div key={index}><Icon name={line.icon} /><span>{line.text}</span></div>)}</div>}
    </div>
  )
}

const initialOf = (name: string): string => Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '·'
