import { parseArgs } from 'node:util'
import { CredentialError, issueToken, parseClaimPath, readTokenKey, type ClaimPath, type TokenContent, type TokenForm } from 'everlearned/credential'
import type { PrivateKeyJwk } from 'everlearned/crypto'
import { encodeBase64, type JsonObject } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { verifyUnderKey } from 'everlearned/verifier'
import type { Command, Console } from '../command.ts'
import { InputError, printResult, required, UsageError } from '../command.ts'
import { readText, writeWhole } from '../files.ts'

export const jose: Command = {
  help: `ler jose issue|verify --input FILE --key FILE --feature FEATURE --output FILE
    Puts a credential or presentation into a token, or verifies one under a key at hand, as strictly as its media type wants.
    For trying implementations against one another; a verdict on a credential is ler verify.

  --input FILE      to issue a JSON document, to verify a token: text, base64 for COSE, or what issue wrote
  --key FILE        { "id", "type": "JsonWebKey", "controller", "publicKeyJwk", "secretKeyJwk" }: Ed25519, P-256, P-384 or P-521
  --feature NAME    credential or presentation, then _jose, _sdjwt or _cose
  --sd PATHS        for _sdjwt what the holder may leave out, as JSON: '["credentialSubject.name","evidence[0]"]'
  --output FILE     receives { "result": "success" or "failure", "data" }: the token, or why there is none
  --json            prints the same
Exit code: 0 once the output is written, whatever it says.`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { input: { type: 'string' }, key: { type: 'string' }, feature: { type: 'string' }, sd: { type: 'string' }, output: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [verb, ...surplus] = positionals
    if ((verb !== 'issue' && verb !== 'verify') || surplus.length > 0) throw new UsageError('it is ler jose issue or ler jose verify')
    const feature = readFeature(required(values.feature, '--feature'))
    const hidden = readPaths(values.sd)
    const output = required(values.output, '--output')
    const input = await readText(required(values.input, '--input'))
    const key = await readMethod(required(values.key, '--key'))
    const outcome = verb === 'issue' ? await issue(input, key, { ...feature, hidden }) : await check(input, key, feature, console)
    await writeWhole(output, `${JSON.stringify(outcome)}\n`)
    printResult(console, values.json, outcome, () => outcome.result)
    return 'done'
  },
}

interface Outcome {
  readonly result: 'success' | 'failure'
  readonly data: string
}

interface Feature {
  readonly form: TokenForm
  readonly content: TokenContent
}

const forms: Readonly<Record<string, TokenForm>> = { jose: 'jose', sdjwt: 'sd-jwt', cose: 'cose' }

function readFeature(text: string): Feature {
  const [, content, name = ''] = /^(credential|presentation)_(jose|sdjwt|cose)$/.exec(text) ?? []
  const form = forms[name]
  if (form === undefined) throw new UsageError('--feature must be credential or presentation with _jose, _sdjwt or _cose after it')
  return { form, content: content === 'presentation' ? 'presentation' : 'credential' }
}

function readPaths(text: string | undefined): readonly ClaimPath[] {
  if (text === undefined) return []
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((path) => typeof path === 'string')) return list.map(parseClaimPath)
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof CredentialError)) throw cause
  }
  throw new UsageError('--sd must be a JSON list of paths such as ["credentialSubject.name","evidence[0]"]')
}

interface Method {
  readonly id: string
  readonly publicKeyJwk: JsonObject | undefined
  readonly secretKeyJwk: JsonObject | undefined
}

async function readMethod(path: string): Promise<Method> {
  const { id, publicKeyJwk, secretKeyJwk, privateKeyJwk } = parseObject(await readText(path)) ?? {}
  const secret = secretKeyJwk ?? privateKeyJwk
  if (typeof id !== 'string' || (!isObject(publicKeyJwk) && !isObject(secret))) throw new InputError(`Cannot read key ${path}: it has no id or no JSON Web Key`)
  return { id, publicKeyJwk: isObject(publicKeyJwk) ? publicKeyJwk : undefined, secretKeyJwk: isObject(secret) ? secret : undefined }
}

async function issue(input: string, { id, secretKeyJwk }: Method, { form, content, hidden }: Feature & { readonly hidden: readonly ClaimPath[] }): Promise<Outcome> {
  const document = parseObject(input)
  if (document === undefined) return failure('the input is not a JSON object')
  if (secretKeyJwk === undefined) return failure('the key has no private half')
  try {
    const { kty, crv, x, y, d } = secretKeyJwk
    const signingKey = await cryptography.importSigningKey({ kty, crv, x, d, ...(y === undefined ? {} : { y }) } as unknown as PrivateKeyJwk)
    const token = await issueToken(document, { form, content, hidden }, { signingKey, verificationMethod: id, cryptography })
    return { result: 'success', data: typeof token === 'string' ? token : encodeBase64(token) }
  } catch (error) {
    if (error instanceof EverlearnedError || error instanceof TypeError) return failure(error instanceof EverlearnedError ? error.code : 'crypto/key-unsupported')
    throw error
  }
}

async function check(input: string, { id, publicKeyJwk, secretKeyJwk }: Method, feature: Feature, { now }: Console): Promise<Outcome> {
  const { d: _, ...publicHalf } = publicKeyJwk ?? secretKeyJwk ?? {}
  const written = parseObject(input)?.['data']
  const token = (typeof written === 'string' ? written : input).trim()
  try {
    const finding = await verifyUnderKey(token, { ...feature, publicKey: readTokenKey(publicHalf), verificationMethod: id, cryptography, now })
    return finding.outcome === 'passed' ? { result: 'success', data: token } : failure(finding.code ?? finding.outcome)
  } catch (error) {
    if (error instanceof EverlearnedError) return failure(error.code)
    throw error
  }
}

function failure(data: string): Outcome {
  return { result: 'failure', data }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
