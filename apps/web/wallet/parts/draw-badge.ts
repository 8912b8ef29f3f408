import type { CredentialDescription } from 'everlearned/holder'
import { walletRecord } from '../../messages/wallet-record.ts'

const size = 1000
const margin = 90
const family = 'system-ui, sans-serif'

/** Draws the card of a credential as a PNG picture, to carry the credential inside. Loads no picture from anywhere. */
export async function drawBadge({ name, issuer }: CredentialDescription): Promise<Uint8Array> {
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('Cannot draw: this browser has no canvas')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, size, size)
  pen.fillStyle = '#1b4a8a'
  pen.fillRect(0, 0, size, 36)
  drawSeal(pen, Array.from((issuer.name ?? name ?? '').trim())[0]?.toLocaleUpperCase() ?? '')
  pen.textBaseline = 'alphabetic'
  pen.fillStyle = '#1a1f2b'
  const top = drawText(pen, name ?? walletRecord.unnamed, { font: 700, pixels: 76, y: 450, lines: 4 })
  pen.fillStyle = '#525967'
  drawText(pen, issuer.name ?? walletRecord.issuerUnnamed, { font: 500, pixels: 44, y: top + 40, lines: 2 })
  drawText(pen, walletRecord.pictureFoot, { font: 400, pixels: 30, y: size - 80, lines: 1 })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('Cannot draw: this browser made no picture')
  return new Uint8Array(await blob.arrayBuffer())
}

/** A seal with the issuer's initial: the picture is a badge at thumb size too. Never a tick, which a picture cannot earn. */
function drawSeal(pen: CanvasRenderingContext2D, initial: string): void {
  const [x, y, points] = [margin + 120, 230, 24]
  pen.beginPath()
  for (let step = 0; step < points * 2; step += 1) {
    const radius = step % 2 === 0 ? 120 : 106
    const angle = (Math.PI * step) / points
    pen.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
  }
  pen.closePath()
  pen.fillStyle = '#e7eef8'
  pen.fill()
  pen.strokeStyle = '#1b4a8a'
  pen.lineWidth = 8
  pen.stroke()
  pen.fillStyle = '#12366a'
  pen.font = `700 120px ${family}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(initial, x, y + 6)
  pen.textAlign = 'start'
}

interface TextPlace { readonly font: number; readonly pixels: number; readonly y: number; readonly lines: number }

/** Breaks a text into lines that fit, cuts what is too long, and gives the height below it. */
function drawText(pen: CanvasRenderingContext2D, text: string, { font, pixels, y, lines }: TextPlace): number {
  pen.font = `${font} ${pixels}px ${family}`
  const fits = (line: string): boolean => pen.measureText(line).width <= size - 2 * margin
  const rows: string[] = []
  for (const word of text.split(/\s+/)) {
    const joined = rows.length === 0 ? word : `${rows.at(-1)} ${word}`
    if (rows.length > 0 && fits(joined)) rows[rows.length - 1] = joined
    else rows.push(word)
  }
  const shown = rows.slice(0, lines).map((row, index) => (index === lines - 1 && rows.length > lines ? `${row} …` : row))
  shown.forEach((row, index) => pen.fillText(row, margin, y + index * pixels * 1.25, size - 2 * margin))
  return y + shown.length * pixels * 1.25
}
