import type { LifeKind } from '../holder/life-facts.ts'

const forces = /\b(?:army|navy|naval|air force|marine corps|marines|coast guard|national guard|space force|ej[eé]rcito|fuerza a[eé]rea|armada|guardia nacional|arm[eé]e(?: de (?:terre|l[’']air))?|marine nationale|gendarmerie)\b|جيش|القوات المسلحة/iu
const own = /\b(?:self[- ]employed|freelance|founder|co-founder|owner|aut[oó]nom[oa]|por cuenta propia|fundador|propietari|ind[eé]pendant|fondat|g[eé]rant|auto-?entrepreneur)/iu
const care = /\b(?:caregiver|carer|care ?giving|stay[- ]at[- ]home|homemaker|cuidador|ama de casa|aidant|parent au foyer)/iu

/** What kind of work a position was, by how people name it. A guess, which its person sees and can change. */
export function guessWork(what: string, where: string): LifeKind {
  if (care.test(what)) return 'caregiving'
  if (forces.test(where) || forces.test(what)) return 'military-service'
  return own.test(what) || own.test(where) ? 'entrepreneurship' : 'employment'
}
