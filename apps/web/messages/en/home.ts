/** Sentences of the first page. */
export const home = {
  title: 'Everything you’ve ever learned, in your hands, believed by others',
} as const
