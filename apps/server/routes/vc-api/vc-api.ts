import { CredentialError, parseJson } from 'everlearned/credential'
import type { App } from '../../app.ts'
import type { NodeContext } from '../../context.ts'
import { ServerError } from '../../server-error.ts'
import { openSurface } from '../../vc-api/surface.ts'
import { answerRefusals } from './answer-refusals.ts'
import { credentialRoutes } from './credentials.ts'
import { presentationRoutes } from './presentations.ts'
import { statusListRoutes } from './status-lists.ts'

const maxBodyBytes = 1024 * 1024

/**
 * The VC-API, for conformance suites on the operator's own machine: issuers of the day that sign whatever is well formed.
 * None of these routes exists unless the operator opened them.
 */
export function vcApiRoutes(app: App, context: NodeContext): void {
  if (!context.config.vcApiOpen) return
  void app.register(async (scope: App) => {
    const surface = await openSurface(context)
    // Bodies are signed as they came: the limits and refusals of credentials hold, not those of the framework.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/, { parseAs: 'buffer', bodyLimit: maxBodyBytes }, async (_request: unknown, body: Buffer) => parseBody(body))
    answerRefusals(scope)
    credentialRoutes(scope, surface)
    presentationRoutes(scope, surface)
    statusListRoutes(scope, surface)
  })
}

function parseBody(body: Buffer): unknown {
  try {
    return parseJson(new Uint8Array(body))
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    throw new ServerError('request/malformed', cause.message, { cause })
  }
}
