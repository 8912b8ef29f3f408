import type { VNode } from 'preact'
import { describeCredential, factsShown, type ProfileLine as Line, type WalletProfile } from 'everlearned/holder'
import { ProfileLine } from '../../components/profile-line.tsx'
import { formatDay, formatList } from '../../locale.ts'
import { ownWord } from '../../messages/own-word.ts'
import { publicProfile } from '../../messages/public-profile.ts'
import { walletLife } from '../../messages/wallet-life.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { whereAndWhen } from './life-words.ts'

interface PreviewProps {
  readonly session: OpenSession
  readonly profile: Pick<WalletProfile, 'name' | 'headline' | 'language'>
  readonly lines: readonly Line[]
}

/** A profile as its readers will see it; what they will find out about each line their own browser tells them. */
export function ProfilePreview({ session, profile: { name, headline, language }, lines }: PreviewProps): VNode {
  return (
    <div class="stack">
      {(name !== '' || headline !== '') && (
        <div class="profile-head">
          {name !== '' && <p class="profile-name" lang={language}><bdi>{name}</bdi></p>}
          {headline !== '' && <p class="profile-words" lang={language}><bdi>{headline}</bdi></p>}
        </div>
      )}
      <ul class="profile-lines">{lines.map((line) => <li key={`${line.kind}/${line.item.id}`}>{line.kind === 'entry' ? <EntryLine line={line} language={language} /> : <RecordLine session={session} line={line} />}</li>)}</ul>
    </div>
  )
}

function EntryLine({ line: { entry, parts }, language }: { readonly line: Extract<Line, { readonly kind: 'entry' }>; readonly language: string }): VNode {
  const facts = factsShown(entry.facts, parts)
  const more = parts.filter((part) => !['what', 'where', 'when', 'story'].includes(part)).map((part) => walletLife.parts[part])
  return (
    <ProfileLine issuer={publicProfile.own} isOwn name={facts.what} description={whereAndWhen({ facts })} story={facts.story} language={language} dates={[]}>
      {more.length > 0 && <p class="quiet small">+ {formatList(more)}</p>}
      <p class="quiet small">{ownWord.headline}</p>
    </ProfileLine>
  )
}

function RecordLine({ session, line: { record, choice } }: { readonly session: OpenSession; readonly line: Extract<Line, { readonly kind: 'record' }> }): VNode {
  const text = useLoaded(async () => {
    if (choice.facts === 'all') return record.credential
    const { previewCopy } = await import('../heavy.ts')
    return previewCopy(record.credential, choice, { cryptography: session.context.cryptography, now: new Date() })
  }, [record.id, JSON.stringify(choice)]).value ?? record.credential
  const { name, issuer, description, awardedOn, validUntil } = describeCredential(text)
  const dates = [...(awardedOn === undefined ? [] : [walletRecord.issued(formatDay(awardedOn))]), ...(validUntil === undefined ? [] : [walletRecord.until(formatDay(validUntil))])]
  return <ProfileLine issuer={issuer.name ?? walletRecord.issuerUnnamed} isOwn={false} name={name ?? walletRecord.unnamed} description={description} dates={dates} />
}
