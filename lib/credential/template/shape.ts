import { maxJsonDepth, type Json } from '../../encoding/canonical-json.ts'

/** What credentials of one batch have in common: everything but the texts in its holes. */
export type Shape =
  | { readonly kind: 'hole' }
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Shape[] }
  | { readonly kind: 'object'; readonly keys: readonly string[]; readonly members: readonly Shape[] }

const hole: Shape = { kind: 'hole' }

/** The shape of one value, which has no holes yet; undefined of what is not plain JSON. */
export function shapeOf(value: unknown, depth = 0): Shape | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { kind: 'constant', value }
  if (typeof value !== 'object' || depth > maxJsonDepth) return undefined
  if (Array.isArray(value)) {
    const items = wholeOf(value.map((item) => shapeOf(item, depth + 1)))
    return items === undefined ? undefined : { kind: 'list', items }
  }
  const keys = Object.keys(value)
  if (Object.getPrototypeOf(value) !== Object.prototype || keys.includes('__proto__') || 'toJSON' in value) return undefined
  const members = wholeOf(keys.map((key) => shapeOf((value as Record<string, unknown>)[key], depth + 1)))
  return members === undefined ? undefined : { kind: 'object', keys, members }
}

/** The same shape with a hole at every text in which a value differs; undefined when it differs in anything else. Itself when it does not differ. */
export function widen(shape: Shape, value: unknown): Shape | undefined {
  if (shape.kind === 'hole') return typeof value === 'string' ? shape : undefined
  if (shape.kind === 'constant') {
    if (Object.is(shape.value, value)) return shape
    return typeof shape.value === 'string' && typeof value === 'string' ? hole : undefined
  }
  if (shape.kind === 'list') {
    if (!Array.isArray(value) || value.length !== shape.items.length) return undefined
    const items = wholeOf(shape.items.map((item, index) => widen(item, value[index])))
    if (items === undefined) return undefined
    return items.every((item, index) => item === shape.items[index]) ? shape : { kind: 'list', items }
  }
  if (!isPlainObject(value) || !hasKeys(value, shape.keys)) return undefined
  const members = wholeOf(shape.members.map((member, index) => widen(member, value[shape.keys[index] ?? ''])))
  if (members === undefined) return undefined
  return members.every((member, index) => member === shape.members[index]) ? shape : { kind: 'object', keys: shape.keys, members }
}

/** Puts the texts that a value has in the holes behind those already taken; false when the value has another shape. */
export function takeTexts(shape: Shape, value: unknown, texts: string[]): boolean {
  if (shape.kind === 'constant') return Object.is(shape.value, value)
  if (shape.kind === 'hole') {
    if (typeof value !== 'string') return false
    texts.push(value)
    return true
  }
  if (shape.kind === 'list') {
    const { items } = shape
    if (!Array.isArray(value) || value.length !== items.length) return false
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index]
      if (item === undefined || !takeTexts(item, value[index], texts)) return false
    }
    return true
  }
  if (!isPlainObject(value)) return false
  const { keys, members } = shape
  let index = 0
  // No list of keys is made. What a prototype adds is no key of the shape, or comes too late.
  for (const key in value) {
    const member = members[index]
    if (member === undefined || key !== keys[index] || !takeTexts(member, value[key], texts)) return false
    index += 1
  }
  return index === keys.length
}

/** The value of a shape with these texts in its holes, in their order. */
export function fillShape(shape: Shape, texts: Iterator<string>): Json {
  if (shape.kind === 'constant') return shape.value
  if (shape.kind === 'list') return shape.items.map((item) => fillShape(item, texts))
  if (shape.kind === 'object') return Object.fromEntries(shape.keys.map((key, index) => [key, fillShape(shape.members[index] ?? hole, texts)]))
  const next = texts.next()
  if (next.done === true) throw new RangeError('there is a text for every hole')
  return next.value
}

/** How many holes there are. */
export function countHoles(shape: Shape): number {
  if (shape.kind === 'list' || shape.kind === 'object') return (shape.kind === 'list' ? shape.items : shape.members).reduce((count, part) => count + countHoles(part), 0)
  return shape.kind === 'hole' ? 1 : 0
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function hasKeys(value: object, keys: readonly string[]): boolean {
  const own = Object.keys(value)
  return own.length === keys.length && own.every((key, index) => key === keys[index])
}

/** The list, unless something in it is missing. */
function wholeOf(parts: readonly (Shape | undefined)[]): readonly Shape[] | undefined {
  return parts.includes(undefined) ? undefined : parts as readonly Shape[]
}
