/** Files that are written, or forced to the disk, at the same time. */
const concurrency = 8

/** Runs an action on each item, a few at a time. */
export async function inTurns<Item>(items: readonly Item[], action: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values()
  const lanes = Array.from({ length: Math.min(concurrency, items.length) }, async () => {
    for (const item of rest) await action(item)
  })
  await Promise.all(lanes)
}
