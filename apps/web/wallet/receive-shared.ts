import { formatSharedPage, sharedAddress } from './shared-text.ts'

/** What of a service worker is needed here. */
interface FetchWorker {
  readonly location: { readonly origin: string }
  addEventListener(type: 'fetch', listener: (event: { readonly request: Request, respondWith(answer: Promise<Response>): void }) => void): void
}

/**
 * Answers what the device's share sheet sends, on the device: it goes to the form behind the sign that is never sent, and no server sees it.
 *
 * Untrusted: any page can send here. It fills a form, which its person keeps or not.
 */
export function receiveShared(worker: FetchWorker): void {
  worker.addEventListener('fetch', (event) => {
    const { origin } = worker.location
    if (isShared(event.request, origin)) event.respondWith(toForm(event.request, origin))
  })
}

/** Tells whether a request is what the share sheet sends to this origin. */
export function isShared({ method, url }: Pick<Request, 'method' | 'url'>, own: string): boolean {
  const { origin, pathname } = new URL(url)
  return method === 'POST' && origin === own && pathname === sharedAddress
}

async function toForm(request: Request, origin: string): Promise<Response> {
  return Response.redirect(`${origin}${formatSharedPage(await readForm(request))}`, 303)
}

async function readForm(request: Request): Promise<Parameters<typeof formatSharedPage>[0]> {
  try {
    const form = await request.formData()
    const [title, text, url] = ['title', 'text', 'url'].map((name) => form.get(name)).map((value) => (typeof value === 'string' ? value : undefined))
    return { title, text, url }
  } catch {
    // It is no form: nothing of it can be shown.
    return undefined
  }
}
