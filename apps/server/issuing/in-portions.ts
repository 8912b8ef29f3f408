/** PostgreSQL takes 65,535 parameters in one statement. */
const portionSize = 5_000

/** Splits rows or ids into as many as one statement takes. */
export function* inPortions<T>(items: readonly T[], size = portionSize): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
