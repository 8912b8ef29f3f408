/** Lets a page draw and a node answer before work goes on. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0))
}
