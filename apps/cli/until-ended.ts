/** Aborts when the process is asked to end. */
export function endSignal(): AbortSignal {
  const ending = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort())
  return ending.signal
}

/** Resolves when a signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Repeats an action, so long after it has ended each time, until a signal aborts. */
export async function repeat(action: () => Promise<unknown>, { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    await action()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds)
      function done(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
    })
  }
}
