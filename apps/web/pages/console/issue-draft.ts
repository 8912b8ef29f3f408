import { signal } from '@preact/signals'
import type { Achievement, DateOrder, FieldName, IssueOrder, Mapping, Preview, Upload } from '../../issuer-api.ts'

/** A list on its way through the three pages. It lives as long as the page is open; the node keeps only the file. */
export interface IssueDraft {
  readonly fileName: string
  readonly upload: Upload
  readonly achievement: Achievement
  readonly mapping: Mapping
  readonly dateOrder?: DateOrder
  readonly preview?: Preview
}

/** The list that is being worked on, if any. */
export const draft = signal<IssueDraft | undefined>(undefined)

/** The mapping that the node suggests. */
export const suggestedMapping = ({ columns }: Upload): Mapping =>
  Object.fromEntries(columns.flatMap(({ suggested, index }) => (suggested === null ? [] : [[suggested, index]])))

/** What a column holds, or an empty text when it is left out. */
export const fieldOf = (mapping: Mapping, column: number): FieldName | '' =>
  (Object.entries(mapping).find(([, index]) => index === column)?.[0] ?? '') as FieldName | ''

/** Gives a column another meaning. A field comes from one column only: the other one that had it is left out. */
export function mapColumn(mapping: Mapping, column: number, field: FieldName | ''): Mapping {
  const others = Object.entries(mapping).filter(([name, index]) => name !== field && index !== column)
  return Object.fromEntries(field === '' ? others : [...others, [field, column]])
}

/** The order as the node takes it. */
export const orderOf = ({ achievement, mapping, dateOrder }: IssueDraft): IssueOrder =>
  ({ achievementId: achievement.id, mapping, ...(dateOrder === undefined ? {} : { dateOrder }) })
