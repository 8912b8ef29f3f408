import { EverlearnedError } from '../error.ts'

/** Something that cannot be issued as asked; codes begin with `issuer/`. A bad row of a file is a finding of that row, not an error. */
export class IssuerError extends EverlearnedError {}
