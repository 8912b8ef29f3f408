import type { ComponentChildren, VNode } from 'preact'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Network } from '../network-api.ts'

/** Where the entries of the registry can be read: this node's own log, that of the node whose registry it follows, or nowhere. */
export const RegistryPlace = createContext<string | undefined>('/ledger')

/** The place for a network. */
export function registryPlaceOf({ self, registry, following }: Pick<Network, 'self' | 'registry' | 'following'>): string | undefined {
  return self.origin === registry.origin ? '/ledger' : following.find(({ origin }) => origin === registry.origin)?.url
}

/** A link to an entry of the registry; only the words where it cannot be read. */
export function EntryLink({ index, children }: { readonly index: number, readonly children: ComponentChildren }): VNode {
  const place = useContext(RegistryPlace)
  return place === undefined ? <span>{children}</span> : <a href={`${place}/entry/${index}`}>{children}</a>
}
