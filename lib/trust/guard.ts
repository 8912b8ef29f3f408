/** Tells whether an untrusted JSON value is of one type. */
export type Guard<T> = (value: unknown) => value is T

/** An object with exactly these members, those in `optional` present or not: an unknown member is refused. */
export function hasMembers<T extends object>(guards: { readonly [Name in keyof T]-?: Guard<Exclude<T[Name], undefined>> }, optional: readonly (keyof T & string)[] = []): Guard<T> {
  const known = new Map<string, Guard<unknown>>(Object.entries(guards))
  const needed = [...known.keys()].filter((name) => !optional.some((member) => member === name))
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    return needed.every((name) => Object.hasOwn(value, name)) && Object.entries(value).every(([name, member]) => known.get(name)?.(member) === true)
  }
}

/** A list within these lengths, all of one type. */
export function isListOf<T>(guard: Guard<T>, { min, max }: { readonly min: number; readonly max: number }): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length >= min && value.length <= max && value.every((item) => guard(item))
}

/** A list of texts, none twice. */
export function isSetOf<T extends string>(guard: Guard<T>, lengths: { readonly min: number; readonly max: number }): Guard<readonly T[]> {
  const isList = isListOf(guard, lengths)
  return (value): value is readonly T[] => isList(value) && new Set(value).size === value.length
}

/** One of these texts. */
export function isOneOf<const T extends string>(values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((known) => known === value)
}

/** Of one type or another. */
export function isEither<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value)
}

/** A count or an index. */
export function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** True or false. */
export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
