/**
 * The exact text of values inside a JSON text, by JSON Pointer (RFC 6901): what somebody signed is kept as they wrote it.
 *
 * The text must be well-formed JSON that was parsed before, no deeper than the caller allows: this walks it once, recursively.
 */
export function sliceJson(text: string, pointers: ReadonlySet<string>): ReadonlyMap<string, string> {
  const slices = new Map<string, string>()
  let at = 0
  const space = (): void => {
    while (' \t\n\r\uFEFF'.includes(text[at] ?? '.')) at += 1
  }
  const string = (): string => {
    const start = at
    at += 1
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at += 1
    return text.slice(start, at)
  }
  const value = (pointer: string): void => {
    space()
    const start = at
    if (text[at] === '{') members((name) => value(`${pointer}/${name}`))
    else if (text[at] === '[') items((index) => value(`${pointer}/${index}`))
    else if (text[at] === '"') string()
    else while (at < text.length && !',]} \t\n\r'.includes(text[at] ?? ',')) at += 1
    if (pointers.has(pointer)) slices.set(pointer, text.slice(start, at))
    space()
  }
  const members = (visit: (name: string) => void): void => {
    list('}', () => {
      const name = JSON.parse(string()) as string
      space()
      at += 1
      visit(name.replaceAll('~', '~0').replaceAll('/', '~1'))
    })
  }
  const items = (visit: (index: number) => void): void => {
    let index = 0
    list(']', () => {
      visit(index)
      index += 1
    })
  }
  const list = (end: string, each: () => void): void => {
    at += 1
    space()
    while (at < text.length && text[at] !== end) {
      each()
      space()
      if (text[at] === ',') at += 1
      space()
    }
    at += 1
  }
  value('')
  return slices
}
