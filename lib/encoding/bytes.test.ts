import { expect, it } from 'vitest'
import { encodeUtf8, encodeUtf8Each } from './bytes.ts'

it.each([[[]], [['']], [['one', '', 'two']], [['one', 'zwei ü', '🎓', 'four']]])('encodeUtf8Each() encodes each of %j as encodeUtf8() does', (texts: readonly string[]) => {
  expect(encodeUtf8Each(texts)).toEqual(texts.map(encodeUtf8))
})
