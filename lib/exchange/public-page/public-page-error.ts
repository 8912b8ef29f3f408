import { EverlearnedError } from '../../error.ts'

/** A message about a public page that cannot be read; codes begin with `public-page/`. */
export class PublicPageError extends EverlearnedError {}
