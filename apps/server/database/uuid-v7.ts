/**
 * Makes a UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, the rest random.
 *
 * Inside the database only: what leaves a node carries random ids, which tell nothing about when.
 *
 * @param random 10 random bytes
 */
export function makeUuidV7(now: Date, random: Uint8Array): string {
  if (random.length !== 10) throw new RangeError('makeUuidV7 needs 10 random bytes')
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(now.getTime() / 2 ** 32))
  view.setUint32(2, now.getTime() % 2 ** 32)
  bytes.set(random, 6)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
