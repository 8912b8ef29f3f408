let tell: () => void

/** Settles when the first page stands: what nobody waits for begins then. */
export const pageShown: Promise<void> = new Promise((resolve) => { tell = resolve })

/** Said by the first page. */
export function announcePage(): void {
  tell()
}
