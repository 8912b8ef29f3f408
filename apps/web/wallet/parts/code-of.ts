/** The code of a thrown error: the node's own reason when it gave one. */
export function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return ''
  if ('problemCode' in thrown && typeof thrown.problemCode === 'string') return thrown.problemCode
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
}
