import { InputError } from './command.ts'

/** Untrusted: pictures of more points than this are refused; no phone takes larger ones. */
export const maxPoints = 50_000_000

/** A picture in shades of grey, line by line from the top: all that reading a code takes. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly luma: Uint8Array<ArrayBuffer>
}

/** Room for a picture. @throws InputError when it is empty or too large */
export function emptyPicture(width: number, height: number): Picture {
  if (width < 1 || height < 1) throw damaged('it has no points')
  if (width * height > maxPoints) throw new InputError(`Cannot read picture: it has more than ${maxPoints} points`)
  return { width, height, luma: new Uint8Array(width * height) }
}

/** A picture that is not as its format says. */
export function damaged(state: string): InputError {
  return new InputError(`Cannot read picture: ${state}`)
}
