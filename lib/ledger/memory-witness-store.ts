import type { WitnessStore } from './witness.ts'

/** Keeps what a witness cosigned in memory: for tests and trials; a real witness must survive its process. */
export function memoryWitnessStore(): WitnessStore {
  const texts = new Map<string, string>()
  return {
    load: async (originHash) => texts.get(originHash),
    replace: async (originHash, expected, next) => {
      if (texts.get(originHash) !== expected) return false
      texts.set(originHash, next)
      return true
    },
  }
}
