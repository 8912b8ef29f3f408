import type { VNode } from 'preact'
import { sectorWords } from '../messages/sectors.ts'
import { sectors, type Sector } from '../network-api.ts'
import { SelectField } from './field.tsx'

/** To which of the five sectors an organisation belongs. */
export function SectorField({ value, onValue }: { readonly value: Sector, readonly onValue: (value: Sector) => void }): VNode {
  return <SelectField label={sectorWords.choose} hint={sectorWords.hint} value={value} onValue={onValue} choices={sectors.map((sector) => ({ value: sector, label: sectorWords.names[sector] }))} name="sector" />
}
