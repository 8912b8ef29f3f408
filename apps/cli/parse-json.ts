import { InputError } from './command.ts'

/** Reads the text of a JSON file. Untrusted: of whatever form. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(`Cannot read ${path}: it is no JSON`, { cause })
  }
}
