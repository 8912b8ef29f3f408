import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ApiProblem, callApi, toProblem } from './api.ts'

const servers: { close: () => void }[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

async function originOf(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const problemOf = (call: Promise<unknown>): Promise<ApiProblem> => call.then(() => expect.unreachable(), (thrown: ApiProblem) => thrown)

describe('callApi()', () => {
  it('gives the JSON of an answer, and nothing for an empty one', async () => {
    const origin = await originOf((request, response) => response.end(request.url === '/empty' ? '' : '{"size":3}'))
    expect(await callApi('/', { origin })).toEqual({ size: 3 })
    expect(await callApi('/empty', { origin })).toBeUndefined()
  })

  it('throws the code and the fields of problem details', async () => {
    const body = { type: 'x', title: 'No', status: 400, detail: 'Cannot take it: no name', code: 'request/invalid', errors: [{ field: 'name', code: 'type', message: 'missing' }, 'rubbish'] }
    const origin = await originOf((_request, response) => { response.writeHead(400).end(JSON.stringify(body)) })
    const problem = await problemOf(callApi('/', { origin }))
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ code: 'request/invalid', message: 'Cannot take it: no name', errors: [{ field: 'name', message: 'missing' }] })
  })

  it.each(['<html>Bad gateway</html>', '', '[]', 'null', '{"code":7}'])('calls a refusal that is no problem details not understood: %j', async (text) => {
    const origin = await originOf((_request, response) => { response.writeHead(502).end(text) })
    expect(await problemOf(callApi('/', { origin }))).toMatchObject({ code: 'network/not-understood', errors: [] })
  })

  it('calls an answer that is not JSON not understood', async () => {
    const origin = await originOf((_request, response) => response.end('<html>'))
    expect(await problemOf(callApi('/', { origin }))).toMatchObject({ code: 'network/not-understood' })
  })

  it('calls silence unreachable', async () => {
    const origin = await originOf((request) => request.socket.destroy())
    expect(await problemOf(callApi('/', { origin }))).toMatchObject({ code: 'network/unreachable' })
  })

  it('sends a file as it is and anything else as JSON', async () => {
    const origin = await originOf((request, response) => response.end(JSON.stringify(request.headers['content-type'])))
    expect(await callApi('/', { origin, method: 'POST', body: new Blob(['a,b']) })).toBe('text/csv')
    expect(await callApi('/', { origin, method: 'POST', body: { name: 'x' } })).toBe('application/json')
  })
})

describe('toProblem()', () => {
  it('keeps a problem and hides what any other fault says', () => {
    const problem = new ApiProblem('claim/voided', 'x')
    expect(toProblem(problem)).toBe(problem)
    expect(toProblem(new TypeError('Sofia is undefined'))).toMatchObject({ code: 'page/fault', message: 'Cannot go on: the page has a fault' })
  })
})
