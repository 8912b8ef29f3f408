import { listOf } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { findContained, maxNesting, type Contained } from './contained.ts'
import { readCredential, type ReadContext } from './input.ts'
import { idOf } from './subject.ts'

/**
 * The ids of everybody whom a credential is about, and of whom those are about that it contains, however they are secured; an empty text
 * for each that names nobody, cannot be read or lies too deep. Whom an endorsement is about is not among them: it is about a thing.
 *
 * Untrusted: the document; the ids are claims until it is verified.
 */
export async function subjectsWithin(document: JsonObject, context: ReadContext): Promise<readonly string[]> {
  return [...subjectsOf(document), ...await subjectsInside(document, context, maxNesting)]
}

function subjectsOf(document: JsonObject): readonly string[] {
  const subjects = listOf(document['credentialSubject']).map((subject) => idOf(subject) ?? '')
  return subjects.length === 0 ? [''] : subjects
}

async function subjectsInside(document: JsonObject, context: ReadContext, depth: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const contained of findContained(document)) found.push(...await subjectsOfPart(contained, context, depth))
  return found
}

async function subjectsOfPart({ kind, value }: Contained, context: ReadContext, depth: number): Promise<readonly string[]> {
  if (depth === 0) return ['']
  const { document, fault } = await readCredential(value, context)
  if (fault !== undefined) return ['']
  const isEndorsement = kind === 'endorsement' && listOf(document['type']).includes('EndorsementCredential')
  return [...(isEndorsement ? [] : subjectsOf(document)), ...await subjectsInside(document, context, depth - 1)]
}
