import type { LifeSource } from 'everlearned/holder'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { walletLife } from '../../messages/wallet-life.ts'

/** Where an entry in one's own words came from. */
export function sourceInWords(source: LifeSource): string {
  if (source.kind === 'log') return walletLearning.fromLog
  return source.kind === 'written' ? walletLife.entry.fromWritten : walletLife.entry.fromFile(source.name, source.place)
}
