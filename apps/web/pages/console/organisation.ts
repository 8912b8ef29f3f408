import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { OrganisationCard } from '../../node-api.ts'

/** The organisation whose desk is open. */
export const OrganisationContext = createContext<OrganisationCard>({ id: '', slug: '', name: '', did: '', url: null, sector: 'education', isApproved: true })

/** The organisation whose desk is open, and the address of a page of its desk. */
export function useOrganisation(): OrganisationCard & { readonly at: (path: string) => string } {
  const organisation = useContext(OrganisationContext)
  return { ...organisation, at: (path) => `/console/${organisation.slug}${path}` }
}
