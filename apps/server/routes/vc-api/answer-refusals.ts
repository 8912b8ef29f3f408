import type { App } from '../../app.ts'
import { problemOf } from '../../problem.ts'

/** Answers refusals in the terms of the VC-API: the problem details of this node with the list `errors`, as plain JSON. */
export function answerRefusals(scope: App): void {
  scope.setErrorHandler((error, request, reply) => {
    const { errors, ...details } = problemOf(error)
    if (details.status >= 500) request.log.error({ err: error }, 'fault')
    const faults = errors === undefined ? [{ name: details.code, message: details.detail }] : errors.map(({ field, code, message }) => ({ name: code, message: field === '' ? message : `${field}: ${message}` }))
    const isVerifying = request.routeOptions.url?.endsWith('/verify') === true
    return reply.code(details.status).header('cache-control', 'no-store').type('application/json').serializer(JSON.stringify)
      .send({ ...(isVerifying ? { verified: false } : {}), ...details, errors: faults })
  })
}
