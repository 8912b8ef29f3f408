import type { Fetch } from './request-node.ts'

interface Channel {
  readonly token: string
  revision: number
  isClosed: boolean
  readonly entries: Map<string, { readonly bytes: Uint8Array; readonly revision: number }>
}

/** The common places of a node in memory, as the routes of a node keep them, and switches for what a bad one does. */
export interface SyncNode {
  readonly fetch: Fetch
  readonly channels: Map<string, Channel>
  isDown: boolean
  /** Runs before the next write is answered, once. */
  beforeWrite: (() => Promise<void>) | undefined
}

/** A node for tests of sync. */
export function openSyncNode(): SyncNode {
  const channels = new Map<string, Channel>()
  const node: SyncNode = {
    channels, isDown: false, beforeWrite: undefined,
    fetch: async (url, init) => {
      if (node.isDown) throw new TypeError('down')
      if (init?.method === 'PUT' && node.beforeWrite !== undefined) {
        const run = node.beforeWrite
        node.beforeWrite = undefined
        await run()
      }
      return answer(channels, new URL(url), init ?? {})
    },
  }
  return node
}

function answer(channels: Map<string, Channel>, { pathname, searchParams }: URL, { method, headers, body }: RequestInit): Response {
  const [, , , id = '', name] = pathname.split('/')
  const token = (headers as Record<string, string>)['authorization'] ?? ''
  let channel = channels.get(id)
  if (channel?.isClosed === true) return refuse(410, 'sync/ended')
  if (channel === undefined && method === 'PUT') channels.set(id, channel = { token, revision: 0, isClosed: false, entries: new Map() })
  if (channel === undefined) return refuse(404, 'sync/not-found')
  if (channel.token !== token) return refuse(403, 'sync/token-wrong')
  if (method === 'DELETE') {
    channel.isClosed = true
    channel.entries.clear()
    return new Response(null, { status: 204 })
  }
  if (name === undefined) {
    const after = Number(searchParams.get('after'))
    const entries = [...channel.entries].flatMap(([each, { revision, bytes }]) => (revision > after ? [{ name: each, revision, length: bytes.length }] : []))
    return Response.json({ revision: channel.revision, entries })
  }
  if (method === 'GET') return new Response((channel.entries.get(name)?.bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>)
  if ((channel.entries.get(name)?.revision ?? 0) !== Number(searchParams.get('expects'))) return refuse(409, 'sync/changed')
  channel.revision += 1
  channel.entries.set(name, { bytes: (body as Uint8Array).slice(), revision: channel.revision })
  return Response.json({ revision: channel.revision })
}

function refuse(status: number, code: string): Response {
  return Response.json({ code }, { status })
}
