import { type Bundle, type BundleCover, formatBundle, parseBundle } from '../verifier/bundle.ts'
import { HolderError } from './holder-error.ts'
import { joinBundles } from './join-bundles.ts'
import type { LifeContext } from './life-entry.ts'
import { type BundleContext, makeBundle } from './make-bundle.ts'
import type { WalletProfile } from './profile.ts'
import type { ProfileLine } from './profile-lines.ts'
import { makeLifeBundle } from './share-life.ts'

/**
 * The lines of a profile as one share bundle, in their order, with its name and words over them. Nobody signed those: whoever reads
 * them is told so.
 *
 * @throws HolderError `holder/profile-empty`, and as {@link makeBundle} and {@link makeLifeBundle} do
 */
export async function makeProfileBundle(profile: Pick<WalletProfile, 'name' | 'headline' | 'language'>, lines: readonly ProfileLine[], context: BundleContext & LifeContext): Promise<string> {
  if (lines.length === 0) throw new HolderError('holder/profile-empty', 'Cannot share the profile: nothing of it may go out')
  const parts: Bundle[] = []
  for (const line of lines) parts.push(parseBundle(line.kind === 'record' ? await makeBundle(line.record, context, line.choice) : await makeLifeBundle([line], context)))
  const cover = coverOf(profile)
  return formatBundle({ ...joinBundles(parts), ...(cover === undefined ? {} : { cover }) })
}

/** What stands over a profile; a collection has nothing there. */
function coverOf({ name, headline, language }: Pick<WalletProfile, 'name' | 'headline' | 'language'>): BundleCover | undefined {
  return name === '' && headline === '' ? undefined : { ...(name === '' ? {} : { name }), ...(headline === '' ? {} : { headline }), language }
}
