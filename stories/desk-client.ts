/** An organisation's desk by its API, for stories whose point lies elsewhere than in the pages. */
import { graduatesCsv } from './graduates.ts'

/** The part of a node that the desk needs. */
export interface DeskPlace {
  readonly url: string
  readonly setUpLink: string | undefined
  /** Its public name, where that is another. */
  readonly publicBaseUrl?: string
}

/** An organisation, as the node tells of it. */
export interface DeskOrganisation {
  readonly id: string
  readonly name: string
  readonly did: string
}

/** An order to issue, as the node tells of it. */
export interface DeskJob {
  readonly id: string
  readonly state: string
  readonly issued: number
  readonly batched: number
}

/** A claim, as the node tells of it. */
export interface DeskClaim {
  readonly id: string
  readonly email: string
  readonly link: string
}

const [loginName, passphrase] = ['rosa', 'four brass kettles sing']

/** A registrar at work. */
export class DeskClient {
  readonly node: DeskPlace
  readonly organisation: DeskOrganisation
  readonly #cookie: string

  private constructor(node: DeskPlace, organisation: DeskOrganisation, cookie: string) {
    this.node = node
    this.organisation = organisation
    this.#cookie = cookie
  }

  /** Sets a new node up with its first organisation. */
  static async setUp(node: DeskPlace, name: string): Promise<DeskClient> {
    const body = { token: node.setUpLink?.split('#')[1], displayName: 'Rosa Quispe', loginName, organisation: { name }, passphrase }
    const answer = await mustSend(node, '', '/api/setup', body)
    const { organisations: [organisation] } = await answer.json() as { readonly organisations: readonly DeskOrganisation[] }
    if (organisation === undefined) throw new Error('the node was set up without an organisation')
    return new DeskClient(node, organisation, answer.headers.get('set-cookie')?.split(';')[0] ?? '')
  }

  /** Signs in again. */
  async again(): Promise<DeskClient> {
    const answer = await mustSend(this.node, '', '/api/session', { loginName, passphrase })
    return new DeskClient(this.node, this.organisation, answer.headers.get('set-cookie')?.split(';')[0] ?? '')
  }

  /** The desk of another organisation of the same people. */
  async found(name: string, sector: string): Promise<DeskClient> {
    return new DeskClient(this.node, await this.call<DeskOrganisation>('/api/organisations', { name, sector }), this.#cookie)
  }

  /** Asks, or sends a body and takes the answer; a text is a list. */
  async call<Answer>(path: string, body?: unknown): Promise<Answer> {
    return await (await mustSend(this.node, this.#cookie, path, body)).json() as Answer
  }

  /** The address of something of this organisation. */
  at(path: string): string {
    return `/api/organisations/${this.organisation.id}${path}`
  }

  /** Describes an achievement; answers its id. */
  async describe(name: string, achievementType = 'Certificate'): Promise<string> {
    const { id } = await this.call<{ readonly id: string }>(this.at('/achievements'), { name, description: 'Plans, moves and accounts for goods.', criteria: 'Four courses passed.', achievementType })
    return id
  }

  /** Signs one record a row; waits until all are signed. */
  async issue(achievementId: string, people: number): Promise<DeskJob> {
    const { id: uploadId } = await this.call<{ readonly id: string }>(this.at('/uploads'), graduatesCsv(people))
    const mapping = { firstName: 0, lastName: 1, email: 2, awardedOn: 3 }
    const { id } = await this.call<{ readonly id: string }>(this.at(`/uploads/${uploadId}/issue`), { achievementId, mapping })
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
      const job = await this.call<DeskJob>(this.at(`/jobs/${id}`))
      if (job.state === 'done') return job
      if (job.state === 'failed') break
    }
    throw new Error('the list was not issued')
  }

  /** Links to hand out. */
  async claims(): Promise<readonly DeskClaim[]> {
    return (await this.call<{ readonly claims: readonly DeskClaim[] }>(this.at('/claims?state=unclaimed&limit=100'))).claims
  }
}

async function mustSend({ url, publicBaseUrl = url }: DeskPlace, cookie: string, path: string, body?: unknown): Promise<Response> {
  const isText = typeof body === 'string'
  const answer = await fetch(`${url}${path}`, body === undefined ? { headers: { cookie } } : {
    method: 'POST', headers: { cookie, origin: publicBaseUrl, 'content-type': isText ? 'text/csv' : 'application/json' }, body: isText ? body : JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
