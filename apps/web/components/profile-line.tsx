import type { ComponentChildren, VNode } from 'preact'
import { Icon } from './icon.tsx'
import './profile.css'

interface ProfileLineProps {
  readonly issuer: string
  /** Its person says so themselves. */
  readonly isOwn: boolean
  readonly name: string
  readonly description?: string | undefined
  readonly story?: string | undefined
  /** The language of the person's own words. */
  readonly language?: string | undefined
  readonly dates: readonly string[]
  /** What was found about it, or what can be done with it. */
  readonly children?: ComponentChildren
}

/** One line of a profile as whoever reads it sees it. */
export function ProfileLine({ issuer, isOwn, name, description, story, language, dates, children }: ProfileLineProps): VNode {
  return (
    <article class={`profile-line ${isOwn ? 'profile-own' : ''}`}>
      <h2 class="credential-name" lang={language}><bdi>{name}</bdi></h2>
      <p class="profile-from"><Icon name={isOwn ? 'people' : 'seal'} /> <bdi>{issuer}</bdi>{dates.map((date) => <span key={date}> · {date}</span>)}</p>
      {description !== undefined && description !== name && <p lang={language}><bdi>{description}</bdi></p>}
      {story !== undefined && <p class="kept-lines" lang={language}><bdi>{story}</bdi></p>}
      {children}
    </article>
  )
}
