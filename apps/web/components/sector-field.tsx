import type { VNode } from 'preact'
import { sectorWords } from '../messages/en/sectors.ts'
import { sectors, type Sector } from '../network-api.ts'
import { SelectField } from './field.tsx'

const choices = sectors.map((value) => ({ value, label: sectorWords.names[value] }))

/** To which of the five sectors an organisation belongs. */
export function SectorField({ value, onValue }: { readonly value: Sector, readonly onValue: (value: Sector) => void }): VNode {
  return <SelectField label={sectorWords.choose} hint={sectorWords.hint} value={value} onValue={onValue} choices={choices} name="sector" />
}
