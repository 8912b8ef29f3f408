/** Saves bytes or text as a file on the person's device. Nothing is sent anywhere. */
export function downloadFile(name: string, content: Uint8Array<ArrayBuffer> | string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken its own hold of the file by the next minute.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** A file name that every system takes: letters, digits and hyphens of any script, never empty. */
export function fileNameOf(text: string): string {
  const name = text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60)
  return name === '' ? 'record' : name
}
