/** The four answers a question can have. */
export type Answer = 'yes' | 'no' | 'unknown' | 'not-asked'
