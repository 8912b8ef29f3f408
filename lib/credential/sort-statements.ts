import { isOrderSensitive, toSortable, type TextOrder } from './code-point-order.ts'

/** Sorts statements in N-Quads; those given may be moved. */
export function sortStatements(statements: string[], order: TextOrder): readonly string[] {
  if (order === 'utf-16' || !isOrderSensitive(statements.join(''))) return statements.sort()
  return statements.map((statement) => ({ statement, key: toSortable(statement) })).sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ statement }) => statement)
}
