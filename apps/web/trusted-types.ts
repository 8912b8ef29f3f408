/**
 * The one policy of these pages under `require-trusted-types-for 'script'`: addresses of our own workers, and the frame in which a file is
 * shown. Whatever else would reach a sink is refused by the browser.
 */
interface Policy {
  createScriptURL(url: string): unknown
  createHTML(html: string): unknown
}

interface TrustedTypesGlobal {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string, createHTML(html: string): string }): Policy }
}

const policy = (globalThis as TrustedTypesGlobal).trustedTypes?.createPolicy('everlearned', {
  createScriptURL: (url) => {
    if (!/^\/(?:service-worker\.js|assets\/[\w.-]+\.js)$/.test(url)) throw new TypeError('Cannot trust the address of a script: it is none of ours')
    return url
  },
  createHTML: (html) => {
    if (!html.startsWith(frameStart)) throw new TypeError('Cannot trust markup: it is none of ours')
    return html
  },
})

/** What a frame begins with: a policy of its own, under which it may show what stands in it and nothing else. */
export const frameStart = '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; media-src data:"><meta name="color-scheme" content="light dark">'

/** The address of one of our own scripts, as sinks want it. */
export function trustScript(path: string): string {
  return (policy?.createScriptURL(path) ?? path) as string
}

/** Markup that begins as our frames do, as sinks want it. */
export function trustFrame(html: string): string {
  return (policy?.createHTML(html) ?? html) as string
}
