import { createHash } from 'node:crypto'

/** Small on purpose: these pages bring no script and load nothing. Colours are those of the pages of the node. */
const style = `
:root { color-scheme: light dark; --paper: #faf9f5; --card: #fff; --ink: #1a1f2b; --edge: #757b87; --accent: #1b4a8a; --on-accent: #fff; --no: #8f1717 }
@media (prefers-color-scheme: dark) { :root { --paper: #12151b; --card: #1b1f28; --ink: #e9ebf0; --edge: #8b92a0; --accent: #9cc0f5; --on-accent: #12151b; --no: #ffb4ab } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, 'Noto Sans', sans-serif }
main { max-width: 32rem; margin: 0 auto; padding: 2rem 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.2 }
a { color: var(--accent) }
code { font-size: .875rem }
img { display: block; max-width: 100%; height: auto; padding: 1rem; background: #fff; border-radius: .875rem }
input { font: inherit; box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .25rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); color: inherit }
button, .button { font: inherit; font-weight: 600; display: inline-block; min-height: 2.75rem; box-sizing: border-box; margin: .25rem 0; padding: .5rem 1.25rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); color: inherit; text-decoration: none; cursor: pointer }
.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent) }
[role=alert] { color: var(--no); font-weight: 600 }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

/** What such a page may do (Content Security Policy Level 3): show itself and pictures within it. `formAction` is where a form of it may lead. */
export function plainPagePolicy(formAction = "'none'"): string {
  return `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`
}

/** A page that a browser shows where a wallet was expected. `body` is HTML: whatever came from elsewhere went through {@link escapeHtml}. */
export function plainPage({ language, title, body }: { readonly language: string; readonly title: string; readonly body: string }): string {
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`
}

/** Untrusted: any text, for the inside of an element or of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
