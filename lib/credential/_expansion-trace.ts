/**
 * Lets a caller of jsonld's expansion watch which object of the document became which object of the expanded form.
 *
 * jsonld expands every element of a document through the `expand` of its module, handing its options on. That function is
 * wrapped here; calls without a trace among their options, whoever makes them, go straight through.
 */
import expansion from 'jsonld/lib/expand.js'

/** Told of every object of a document once it is expanded. */
export type Trace = (element: object, expanded: object) => void

type Input = Parameters<typeof expansion.expand>[0]

const untraced = expansion.expand

/** Expands as jsonld does, and tells `options.trace` about it when there is one. */
export const expand: typeof expansion.expand = (input) => {
  const trace = (input.options as { trace?: Trace }).trace
  return trace === undefined ? untraced(input) : expandTraced(input, trace)
}

async function expandTraced(input: Input, trace: Trace): Promise<unknown> {
  const expanded = await untraced(input)
  const { element } = input
  if (isObject(element) && isObject(expanded)) trace(element, expanded)
  return expanded
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

expansion.expand = expand
