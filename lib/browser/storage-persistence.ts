/** Whether the browser promised to keep this origin's data, and how much it uses (Storage Standard, "Persistence"). */
export interface StorageState {
  readonly isPersistent: boolean
  readonly usedBytes: number | undefined
}

/** Asks the browser not to clear this origin's data when space runs short. */
export async function requestPersistence(): Promise<boolean> {
  if (navigator.storage?.persist === undefined) return false
  return (await navigator.storage.persisted()) || navigator.storage.persist()
}

/** Reads what the browser promised so far, without asking. */
export async function readStorageState(): Promise<StorageState> {
  if (navigator.storage?.persisted === undefined) return { isPersistent: false, usedBytes: undefined }
  const [isPersistent, estimate] = await Promise.all([navigator.storage.persisted(), navigator.storage.estimate?.().catch(() => undefined)])
  return { isPersistent, usedBytes: estimate?.usage }
}
