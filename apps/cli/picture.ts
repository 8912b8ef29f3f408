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

/** What a library read, without its colours (Rec. ITU-R BT.601); what is transparent is white, as on paper. */
export function greyOf({ width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8Array }): Picture {
  const picture = emptyPicture(width, height)
  for (let point = 0; point < picture.luma.length; point += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = [data[point * 4], data[point * 4 + 1], data[point * 4 + 2], data[point * 4 + 3]]
    picture.luma[point] = Math.round(255 + ((0.299 * red + 0.587 * green + 0.114 * blue - 255) * alpha) / 255)
  }
  return picture
}

/** A picture that is not as its format says. */
export function damaged(state: string, cause?: unknown): InputError {
  return new InputError(`Cannot read picture: ${state}`, { cause })
}
