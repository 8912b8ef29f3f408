import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { TextField } from '../../components/field.tsx'
import { claim as words } from '../../messages/claims.ts'

/** What guards an act that cannot be undone. */
export interface TypedName {
  readonly field: VNode
  /** Whether the name stands there; tells the person when it does not. */
  readonly check: () => boolean
}

/** Asks for a person's name before something is done to their record for good. */
export function useTypedName(person: string): TypedName {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const check = (): boolean => {
    const matches = isSameName(typed, person)
    setWrong(!matches)
    return matches
  }
  return { check, field: <TextField label={words.typeName(person)} value={typed} onValue={setTyped} fault={isWrong ? words.typeNameFault(person) : undefined} /> }
}

/** Tells whether two names are the same but for case and spaces. */
export const isSameName = (left: string, right: string): boolean => fold(left) === fold(right)

const fold = (name: string): string => name.normalize('NFKC').toLocaleLowerCase().replaceAll(/\s+/g, ' ').trim()
