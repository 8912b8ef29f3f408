/** Before the tests of a file of the pages begin, the words that it uses are loaded, as before a page is shown. */
import { beforeAll, expect } from 'vitest'

beforeAll(async () => {
  if (expect.getState().testPath?.includes('/apps/web/') !== true) return
  const { wordsReady } = await import('../apps/web/messages/words.ts')
  await wordsReady()
})
