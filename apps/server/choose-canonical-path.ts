import { canonicalPaths, useCanonicalPath } from 'everlearned/credential'
import { ConfigError } from './config.ts'

/** Takes the way that documents are canonicalised by from `LER_CANONICAL`; without it, the usual one. */
export function chooseCanonicalPath(setting: string | undefined): void {
  if (setting === undefined || setting === '') return
  const path = canonicalPaths.find((known) => known === setting)
  if (path === undefined) throw new ConfigError('config/invalid', `Cannot start with LER_CANONICAL: one of ${canonicalPaths.join(', ')} is needed`)
  useCanonicalPath(path)
}
