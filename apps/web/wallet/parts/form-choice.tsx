import type { VNode } from 'preact'
import type { CopyForm } from 'everlearned/exchange/claim'
import { RadioField } from '../../components/field.tsx'
import { walletShare as words } from '../../messages/wallet-share.ts'

/** The usual one first; the last is for those who are asked for it. */
const forms: readonly CopyForm[] = ['ecdsa-sd-2023', 'bbs-2023', 'dc+sd-jwt']

/** In which form a copy is made, and of each whether two of them can be told to be about one person. */
export function FormChoice({ form, onChange }: { readonly form: CopyForm; readonly onChange: (form: CopyForm) => void }): VNode {
  return <RadioField label={words.form} name="form" value={form} onValue={onChange} choices={forms.map((value) => ({ value, ...words.forms[value] }))} />
}
