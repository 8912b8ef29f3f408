import type { Command } from './command.ts'

/** One verb of a command, whose help tells of all its verbs. */
export type Verb = Pick<Command, 'run'>
