import type { VNode } from 'preact'
import { acts as words } from '../../messages/ledger-acts.ts'
import { useOrganisation } from './organisation.ts'

const pages = [{ path: 'opinion', name: 'opinion' }, { path: 'stand-by', name: 'reaffirm' }, { path: 'recovery-key', name: 'recovery' }] as const

/** The way to what an organisation can say beside accreditations. */
export function OtherActs(): VNode {
  const { at } = useOrganisation()
  return <ul class="acts">{pages.map(({ path, name }) => <li key={path}><div><a class="strong" href={at(`/on-the-ledger/${path}`)}>{words[name]}</a><p class="quiet">{words[`${name}Text`]}</p></div></li>)}</ul>
}
