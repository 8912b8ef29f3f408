import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Sector } from 'everlearned/trust'
import type { BuiltLer } from '../apps/cli/built-ler.ts'
import { newSigningKey, TestOperator } from '../apps/cli/test-operator.ts'
import { foundNetwork, placesOf, startValidators, type Founded, type Validator } from './light-validators.ts'
import { startLiar, type LyingCosigner } from './lying-cosigner.ts'

/** An operator in the hands of the test, and the network that was founded around its log. */
export interface TestNetwork {
  readonly operator: TestOperator
  readonly honest: readonly Validator[]
  readonly liars: readonly LyingCosigner[]
  readonly founded: Founded
}

/** Founds a network with one member a sector; those of some sectors lie. */
export async function foundTestNetwork({ ler, folder, lying = [] }: { readonly ler: BuiltLer; readonly folder: string; readonly lying?: readonly Sector[] }): Promise<TestNetwork> {
  mkdirSync(folder, { recursive: true })
  const operatorJwk = await cryptography.generateKey('Ed25519')
  const operator = await TestOperator.start({ log: await newSigningKey(), nextLog: await newSigningKey(), operator: await cryptography.importSigningKey(operatorJwk) })
  await operator.grow(20)
  await operator.publish()
  const places = await placesOf(folder, 1)
  const honest = await startValidators(ler, places.filter(({ sector }) => !lying.includes(sector)), operator.url)
  const liars = await Promise.all(lying.map((sector) => startLiar(folder, sector)))
  writeFileSync(join(folder, 'operator.json'), JSON.stringify(operatorJwk))
  const founded = await foundNetwork({
    ler, folder, log: operator.url, members: [...honest, ...liars].map(({ member }) => member),
    seats: [...honest.map((one) => join(one.folder, 'seat.json')), ...liars.map(({ seat }) => seat)],
    signAsOperator: async (draft) => void await ler.json('ledger', 'policy', 'sign', draft, '--key', join(folder, 'operator.json')),
  })
  if (!(await operator.publish()).isFinal) throw new Error('the network makes nothing final')
  return { operator, honest, liars, founded }
}

/** Ends every process of it. */
export async function endTestNetwork({ operator, honest, liars }: TestNetwork): Promise<void> {
  await Promise.all([...honest.map(({ process }) => process.end('SIGKILL')), ...liars.map((liar) => liar.close()), operator.stop()])
}
