import { describeCredential } from './describe-credential.ts'
import type { NotedRecord } from './exchange-note.ts'
import { filledParts } from './life-facts.ts'
import type { ProfileLine } from './profile-lines.ts'

/** A line of a profile as the log names it: what it was called, and what of it could be seen where that was a part. */
export function noteOfLine(line: ProfileLine): NotedRecord {
  if (line.kind === 'entry') return { id: line.entry.id, name: line.entry.facts.what, ...(line.parts.length === filledParts(line.entry).length ? {} : { shown: line.parts }) }
  return { id: line.record.id, name: describeCredential(line.record.credential).name ?? '', ...(line.choice.facts === 'all' ? {} : { shown: line.choice.facts }) }
}
