import type { VNode } from 'preact'
import { SelectField, TextField } from '../../components/field.tsx'
import { monthNames } from '../../locale.ts'
import { walletLife } from '../../messages/wallet-life.ts'

/** A month as it is being typed. */
export interface TypedMonth {
  readonly month: string
  readonly year: string
}

/** What was kept, taken apart. */
export function typedMonth(kept: string | undefined): TypedMonth {
  const [year = '', month = ''] = kept === undefined || kept === 'now' ? [] : kept.split('-')
  return { year, month }
}

/** What was typed, put together: undefined when nothing was, null when it is no year. */
export function readTyped({ month, year }: TypedMonth): string | undefined | null {
  const digits = year.trim().replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
  if (digits === '') return undefined
  if (!/^(?:19|20)\d\d$/.test(digits)) return null
  return month === '' ? digits : `${digits}-${month}`
}

/** A year, and a month for whoever remembers it. */
export function MonthField({ label, value, onValue, fault }: { readonly label: string, readonly value: TypedMonth, readonly onValue: (value: TypedMonth) => void, readonly fault?: string | undefined }): VNode {
  const words = walletLife.write
  const months = [{ value: '', label: words.noMonth }, ...monthNames().map((name, index) => ({ value: String(index + 1).padStart(2, '0'), label: name }))]
  return (
    <fieldset class="field month-field">
      <legend>{label}</legend>
      <SelectField label={words.month} value={value.month} onValue={(month) => onValue({ ...value, month })} choices={months} />
      <TextField label={words.year} value={value.year} onValue={(year) => onValue({ ...value, year })} type="number" max={4} fault={fault} />
    </fieldset>
  )
}
