import { EverlearnedError } from 'everlearned/error'

/** The database cannot be used as it is; codes begin with `database/`. */
export class DatabaseError extends EverlearnedError {}
