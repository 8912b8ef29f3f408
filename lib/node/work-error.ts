import { EverlearnedError } from '../error.ts'

/** A batch that another thread did not answer: it died, or the pool was closed; codes begin with `work/`. */
export class WorkError extends EverlearnedError {}
