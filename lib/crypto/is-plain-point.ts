/** The y coordinates of the eight points of small order, little-endian in hexadecimal: 1, 0, -1, and two of order eight. */
const smallOrders: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`, '00'.repeat(32), `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/**
 * Tells whether 32 bytes, a key of Ed25519 or the first half of a signature, stand for a point in its canonical form that is of no
 * small order; whether it is on the curve is not asked here.
 *
 * RFC 8032 leaves open what OpenSSL takes and what WebCrypto (Secure Curves, "Ed25519: Verify") and others refuse: a verdict must
 * not depend on who verifies. Cheap, so that it can stand before every verification.
 */
export function isPlainPoint(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0
  const top = (bytes[31] ?? 0) & 0x7f
  // By their last byte all but one key in thirty-two are cleared.
  if (top !== 0 && top !== 0x7f && top !== 0x05 && top !== 0x7a) return true
  if (top === 0x7f && first >= 0xed && bytes.subarray(1, 31).every((byte) => byte === 0xff)) return false
  let hex = ''
  for (let index = 0; index < 32; index += 1) hex += (index === 31 ? top : bytes[index] ?? 0).toString(16).padStart(2, '0')
  return !smallOrders.has(hex)
}
