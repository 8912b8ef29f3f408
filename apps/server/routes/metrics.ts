import type { App } from '../app.ts'

/** Figures for the operator's monitoring (Prometheus exposition format); the access table keeps others out. */
export function metricsRoutes(app: App): void {
  app.get('/metrics', { schema: { summary: 'Figures for monitoring', tags: ['node'] } }, async (_request, reply) => {
    reply.type(app.metrics.contentType)
    return app.metrics.metrics()
  })
}
