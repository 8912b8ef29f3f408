import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file whole or not at all. Resolves when it survives a power cut. One writer at a time for one path. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.unfinished`
  const file = await open(beside, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  // The new name must survive as well.
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}
