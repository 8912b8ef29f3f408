import type { VNode } from 'preact'
import { lazy } from 'preact-iso'
import { wordsReady } from './messages/words.ts'

/** A page that is loaded when it is gone to, with its words. */
export function lazyPage<Props>(load: () => Promise<{ readonly default: (props: Props) => VNode | null }>): (props: Props) => VNode | null {
  return lazy(async () => {
    const page = await load()
    await wordsReady()
    return page
  })
}
