import { UsageError } from './command.ts'

/** Takes the way that documents are canonicalised by from `LER_CANONICAL`; without it, the usual one, and nothing is loaded for it. */
export async function chooseCanonicalPath(setting: string | undefined): Promise<void> {
  if (setting === undefined || setting === '') return
  const { canonicalPaths, useCanonicalPath } = await import('everlearned/credential')
  const path = canonicalPaths.find((known) => known === setting)
  if (path === undefined) throw new UsageError(`LER_CANONICAL must be one of ${canonicalPaths.join(', ')}`)
  useCanonicalPath(path)
}
