import type { VNode } from 'preact'
import type { FieldName, RowError } from '../../issuer-api.ts'
import { formatNumber } from '../../locale.ts'
import { explainRowError, issue as words } from '../../messages/issue.ts'

const shownErrors = 50

/** The column that an error is about, in words. */
export const fieldWord = (field: string | null): string => words.fields[field as FieldName] ?? words.wholeRow

/** What is wrong in which line. Only the first are shown: the download has all. */
export function RowErrorTable({ errors, total = errors.length }: { readonly errors: readonly RowError[], readonly total?: number }): VNode {
  return (
    <>
      {total > shownErrors && <p class="quiet">{words.firstErrors(formatNumber(Math.min(shownErrors, errors.length)), formatNumber(total))}</p>}
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.wrong}</caption>
          <thead><tr><th scope="col" class="figure">{words.line}</th><th scope="col">{words.field}</th><th scope="col">{words.wrong}</th></tr></thead>
          <tbody>
            {errors.slice(0, shownErrors).map((error, index) => (
              <tr key={index}><td data-label={words.line} class="figure">{formatNumber(error.line)}</td><td data-label={words.field}>{fieldWord(error.field)}</td><td data-label={words.wrong}>{explainRowError(error)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
