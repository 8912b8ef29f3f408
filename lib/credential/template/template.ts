import type { Digest } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { canonicalizeUsual, readUsual } from '../canonical/canonicalize-usual.ts'
import { needsCare } from '../canonical/literal.ts'
import { settleStatements } from '../canonical/settle-statements.ts'
import { Unusual } from '../canonical/unusual.ts'
import { knownContextUrls } from '../contexts.ts'
import type { Hashing } from '../cryptosuite.ts'
import { isJsonObject, listOf } from '../parse-json.ts'
import type { ProofFrame } from './proof-frame.ts'
import { countHoles, fillShape, takeTexts, type Shape } from './shape.ts'
import { planStatements, type Marks, type StatementPlan } from './statement-plan.ts'
import { RowWriter } from './write-row.ts'

/** Addresses that begin so mean what they say: their scheme is no prefix anywhere in the template. `https://…` never is one. */
const probedSchemes = ['did', 'mailto'] as const

/** A credential with holes, compiled: what is written for a row follows from the texts in its holes. */
export class Template {
  readonly #shape: Shape
  readonly #rows: RowWriter
  /** The JSON text around the holes, the last of which is the proof. */
  readonly #around: readonly string[]
  /** What the proofs of the batch have in common; made anew for another key, or another second. */
  frame: ProofFrame | undefined

  constructor(shape: Shape, rows: RowWriter, around: readonly string[]) {
    this.#shape = shape
    this.#rows = rows
    this.#around = around
  }

  /** The texts that a credential has in the holes; undefined when it has another shape. */
  take(credential: JsonObject): readonly string[] | undefined {
    const texts: string[] = []
    return takeTexts(this.#shape, credential, texts) ? texts : undefined
  }

  /**
   * The credential with these texts in canonical N-Quads.
   *
   * @throws Unusual when it is not for a template
   */
  canonical(texts: readonly string[], digest: Digest): string {
    return this.#rows.write(texts, digest)
  }

  /** The credential with these texts and a proof, as `JSON.stringify` writes it. */
  json(texts: readonly string[], { before, after }: Pick<ProofFrame, 'before' | 'after'>, proofValue: string): string {
    const around = this.#around
    let json = around[0] ?? ''
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index] ?? ''
      json += (needsCare(text) ? JSON.stringify(text) : `"${text}"`) + (around[index + 1] ?? '')
    }
    return json + before + proofValue + after + (around[texts.length + 1] ?? '')
  }
}

/**
 * Compiles the template of a shape, and holds it to what the general way writes for the credential at hand.
 *
 * @throws Unusual when the shape is none for a template
 */
export async function compileTemplate(shape: Shape, credential: JsonObject, { indent, cryptography }: { readonly indent: number; readonly cryptography: Hashing }): Promise<Template> {
  refuseOwnContexts(credential)
  const count = countHoles(shape)
  const { plan, mark } = await plannedWith('urn', { shape, credential, count, cryptography })
  const schemes: string[] = ['urn']
  for (const scheme of probedSchemes) if (await isPlainScheme(scheme, plan, { shape, credential, count, cryptography })) schemes.push(scheme)
  const filled = fillShape(shape, marksOf(mark, count)) as JsonObject
  const around = JSON.stringify({ ...filled, proof: `${mark}${count}.` }, null, indent).split(new RegExp(`"${mark}\\d+\\."`))
  const digest = cryptography.sha256
  const template = new Template(shape, new RowWriter(plan, schemes), around)
  const texts = template.take(credential)
  if (texts === undefined || around.length !== count + 2) throw new Unusual('not-json')
  if (template.canonical(texts, digest) !== await canonicalizeUsual(credential, cryptography, { order: 'code-point', digest })) throw new Unusual('term-special')
  return template
}

/** Contexts that are pinned stay as they are, and define no term that looks like an address. */
function refuseOwnContexts(credential: JsonObject): void {
  const visit = (value: Json): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isJsonObject(value)) return
    if ('@context' in value) throw new Unusual('context')
    Object.values(value).forEach(visit)
  }
  const { '@context': contexts, ...members } = credential
  if (!listOf(contexts).every((url) => typeof url === 'string' && knownContextUrls.includes(url))) throw new Unusual('context')
  // A proof would be taken off, or refused.
  if ('proof' in members) throw new Unusual('keyword')
  visit(members)
}

interface Compiling {
  readonly shape: Shape
  readonly credential: JsonObject
  readonly count: number
  readonly cryptography: Hashing
}

/** Reads the template with addresses of a scheme in its holes: they stand for themselves wherever a text may stand. */
async function plannedWith(scheme: string, { shape, credential, count, cryptography }: Compiling): Promise<{ readonly plan: StatementPlan; readonly mark: string }> {
  const mark = markAbsentFrom(JSON.stringify(credential), scheme)
  const said = await readUsual(fillShape(shape, marksOf(mark, count)) as JsonObject, cryptography)
  settleStatements(said)
  const pattern = new RegExp(`^${mark}(\\d+)\\.$`)
  const marks: Marks = {
    count,
    isIn: (text) => text.includes(mark),
    holeOf: (text) => {
      const number = pattern.exec(text)?.[1]
      return number === undefined ? undefined : Number(number)
    },
  }
  return { plan: planStatements(said, marks, cryptography.sha256), mark }
}

async function isPlainScheme(scheme: string, { holes }: StatementPlan, compiling: Compiling): Promise<boolean> {
  try {
    const { plan } = await plannedWith(scheme, compiling)
    return plan.holes.every(({ kind }, index) => kind === holes[index]?.kind)
  } catch (error) {
    if (error instanceof Unusual) return false
    throw error
  }
}

function* marksOf(mark: string, count: number): Iterator<string> {
  for (let number = 0; number < count; number += 1) yield `${mark}${number}.`
}

function markAbsentFrom(text: string, scheme: string): string {
  for (let number = 0; ; number += 1) if (!text.includes(`:hole-${number}-`)) return `${scheme}:hole-${number}-`
}
