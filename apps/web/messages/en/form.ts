/** Sentences of forms. */
export const form = {
  optional: '(if you like)',
  toPutRight: (count: number): string => (count === 1 ? 'One thing to put right' : `${count} things to put right`),
  missing: (what: string): string => `Enter ${what}`,
} as const
