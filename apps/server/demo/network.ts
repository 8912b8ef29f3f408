/** The demonstration network: who issues what to whom. Invented people and organisations; addresses end in `.example`. */

import type { Sector } from 'everlearned/trust'

/** A person of the demonstration who gets a wallet. */
export interface DemoPerson {
  readonly name: string
  readonly email: string
  readonly story: string
  /** Which of their records is shared at the end, by achievement. */
  readonly shares: string
}

/** One file that one organisation issues. */
export interface DemoIssue {
  readonly organisation: string
  readonly sector: Sector
  readonly achievement: {
    readonly name: string
    readonly description: string
    readonly criteria: string
    readonly achievementType: string
    readonly validityMonths: number | null
    readonly alignments: readonly { readonly targetName: string; readonly targetUrl: string; readonly targetFramework?: string }[]
  }
  /** E-mail addresses of the people of the demonstration who are in the file. */
  readonly people: readonly string[]
  /** How many others are in it. */
  readonly others: number
}

export const sofia: DemoPerson = {
  name: 'Sofia Reyes',
  email: 'sofia.reyes@people.example',
  story: 'fifteen years of military logistics, until now without a paper that a civilian employer reads',
  shares: 'Certificate in Supply Chain Operations',
}

export const michael: DemoPerson = {
  name: 'Michael Okafor',
  email: 'michael.okafor@people.example',
  story: 'cared for his child, raised a roof for his church, brought 120 families together',
  shares: 'Care coordination, assessed',
}

export const demoPeople: readonly DemoPerson[] = [sofia, michael]

const supplyChainPlanning = { targetName: 'Logisticians (13-1081.00)', targetUrl: 'https://www.onetonline.org/link/summary/13-1081.00', targetFramework: 'O*NET-SOC' }

export const demoIssues: readonly DemoIssue[] = [
  {
    organisation: 'Harbor Community College',
    sector: 'education',
    achievement: {
      name: 'Certificate in Supply Chain Operations',
      description: 'Plans, moves and accounts for goods across a supply chain.',
      criteria: 'Four courses passed, and a capstone plan for a regional distribution centre defended before two assessors.',
      achievementType: 'Certificate',
      validityMonths: null,
      alignments: [supplyChainPlanning],
    },
    people: [sofia.email],
    others: 95,
  },
  {
    organisation: 'Coastal Logistics Command',
    sector: 'government',
    achievement: {
      name: 'Senior logistics planner',
      description: 'Planned transport and distribution for a brigade of 3,000, and led a team of 24.',
      criteria: 'Attested from the service record by the commanding officer.',
      achievementType: 'Award',
      validityMonths: null,
      alignments: [supplyChainPlanning],
    },
    people: [sofia.email],
    others: 0,
  },
  {
    organisation: 'Saint Brigid Parish',
    sector: 'worker',
    achievement: {
      name: 'Led the roof campaign',
      description: 'Planned and led a campaign that raised 42,000 dollars in eleven months.',
      criteria: 'Confirmed by the treasurer from the books.',
      achievementType: 'Achievement',
      validityMonths: null,
      alignments: [{ targetName: 'Fundraisers (13-1131.00)', targetUrl: 'https://www.onetonline.org/link/summary/13-1131.00', targetFramework: 'O*NET-SOC' }],
    },
    people: [michael.email],
    others: 0,
  },
  {
    organisation: 'Open Skills Assessors',
    sector: 'certification',
    achievement: {
      name: 'Care coordination, assessed',
      description: 'Coordinates people, appointments and supplies around a person who needs care, and keeps records that others can act on.',
      criteria: 'A portfolio and a conversation of 60 minutes, judged against a published rubric by two assessors who did not teach the candidate.',
      achievementType: 'Assessment',
      validityMonths: 36,
      alignments: [{ targetName: 'Coordination', targetUrl: 'https://www.onetonline.org/find/descriptor/result/2.B.1.b', targetFramework: 'O*NET' }],
    },
    people: [michael.email],
    others: 71,
  },
]

const firstNames = ['Amara', 'Ben', 'Carmen', 'Dae', 'Elif', 'Farid', 'Gwen', 'Hana', 'Ivo', 'Jun', 'Kofi', 'Lena']
const lastNames = ['Abbott', 'Berg', 'Cruz', 'Dubois', 'Eze', 'Flores', 'Grant', 'Haas', 'Ito', 'Jansen']

/** The file of one issue as CSV; the same every time. */
export function demoCsv({ people, others }: DemoIssue): string {
  const named = demoPeople.filter(({ email }) => people.includes(email)).map(({ name, email }) => [...name.split(' '), email])
  const invented = Array.from({ length: others }, (_, index) => {
    const [first, last] = [firstNames[index % firstNames.length] ?? '', lastNames[Math.floor(index / firstNames.length) % lastNames.length] ?? '']
    return [first, last, `${first}.${last}.${index + 1}@people.example`.toLowerCase()]
  })
  return ['First Name,Last Name,Email,Award Date', ...[...named, ...invented].map((row) => `${row.join(',')},2026-06-12`), ''].join('\r\n')
}
