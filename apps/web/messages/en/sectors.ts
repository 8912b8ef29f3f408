import type { Sector } from '../../network-api.ts'

/** The five sectors, as people call them. */
export const sectorWords = {
  label: 'Sector',
  choose: 'What kind of organisation is it?',
  hint: 'Decisions about the network need all five sectors, so that no side can rule alone.',
  names: { education: 'Schools and colleges', employer: 'Employers', certification: 'Certification and accreditation', worker: 'Worker organisations', government: 'Public agencies' } satisfies Record<Sector, string>,
  none: 'No sector named',
} as const
