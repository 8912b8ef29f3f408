/** The label that each canonical label, `c14n0` and so on, is replaced by. */
export type LabelMap = ReadonlyMap<string, string>

/**
 * Tells whether a label map is exactly of some canonical labels.
 *
 * Untrusted: two nodes must not share a label, or what was said of one could be shown as said of two.
 */
export function isOfLabels(labelMap: LabelMap, canonicalLabels: readonly string[]): boolean {
  return canonicalLabels.length === labelMap.size && canonicalLabels.every((label) => labelMap.has(label)) && new Set(labelMap.values()).size === labelMap.size
}
